import type { ChatCall } from "./index.ts";

export interface PromptPassage {
  id: string;
  document: string;
  place: string;
  headings: string[];
  agency: string[];
  text: string;
}

export interface PromptData {
  question: string;
  verdict?: string;
  passages?: PromptPassage[];
  earlier?: string[];
  choices?: { id: string; text: string }[];
}

/** What a prompt gives as data: all that a real model could know of the documents. */
export function promptData({ messages }: Pick<ChatCall, "messages">): PromptData {
  const content = messages.find(({ role }) => role === "user")?.content ?? "";
  return JSON.parse(content.slice(content.indexOf("{"), content.lastIndexOf("}") + 1)) as PromptData;
}

/** Which of the templates asked. */
export const askedWith = ({ response_format }: ChatCall): string => response_format?.json_schema?.name ?? "";

export interface ScriptedClaim {
  text: string;
  passage: string;
  quote: string;
}
