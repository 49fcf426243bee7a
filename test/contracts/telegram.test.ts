import { conversationContract } from "./conversation.ts";
import { onPlatform } from "./harnesses.ts";

const traits = { enrols: true, redelivers: true, hasStickers: true, toasts: true };
conversationContract("telegram", traits, () => onPlatform("telegram"));
