import { channelSettings } from "./channels.ts";
import { chatModelSettings, embeddingSettings } from "./models.ts";
import { conversationSettings, dataSettings, gateSettings, webSettings } from "./program.ts";
import { reviewSettings } from "./review.ts";
import { operationSettings, workSettings } from "./running.ts";
import type { Setting } from "./setting.ts";

/** Every setting there is, in the order in which they are told of and in which `.env.example` lists them. */
export const settings = {
  ...webSettings,
  ...dataSettings,
  ...gateSettings,
  ...conversationSettings,
  ...channelSettings.telegram,
  ...channelSettings.zaloOa,
  ...channelSettings.zaloBot,
  ...chatModelSettings,
  ...embeddingSettings,
  ...reviewSettings,
  ...workSettings,
  ...operationSettings,
} as const;

export const settingGroups: readonly { title: string; settings: readonly Setting<unknown>[] }[] = [
  { title: "Web", settings: Object.values(webSettings) },
  { title: "Data", settings: Object.values(dataSettings) },
  { title: "What is let in", settings: Object.values(gateSettings) },
  { title: "Conversation", settings: Object.values(conversationSettings) },
  { title: "Telegram (on when its token is set)", settings: Object.values(channelSettings.telegram) },
  { title: "Zalo Official Account (on when its app id is set)", settings: Object.values(channelSettings.zaloOa) },
  { title: "Zalo Bot Platform (on when its token is set)", settings: Object.values(channelSettings.zaloBot) },
  { title: "Language model (on when CHAT_MODEL is set)", settings: Object.values(chatModelSettings) },
  { title: "Embeddings (on when EMBEDDING_MODEL is set)", settings: Object.values(embeddingSettings) },
  { title: "The log of answers and its review", settings: Object.values(reviewSettings) },
  { title: "Work", settings: Object.values(workSettings) },
  { title: "Operation", settings: Object.values(operationSettings) },
];
