import { conversationContract } from "./conversation.ts";
import { onWeb } from "./harnesses.ts";

const traits = { enrols: true, redelivers: false, hasStickers: false, toasts: false };
conversationContract("the web", traits, onWeb);
