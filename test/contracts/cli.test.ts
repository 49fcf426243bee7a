import { conversationContract } from "./conversation.ts";
import { onCommandLine } from "./harnesses.ts";

const traits = { enrols: false, redelivers: false, hasStickers: false, toasts: false };
conversationContract("the command line", traits, onCommandLine);
