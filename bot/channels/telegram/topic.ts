import type { Incoming } from "../../message.ts";
import type { StoredMessage, StoredPress } from "./update.ts";

/** The topic that a message stands in. Threads that are no topics need nothing: the reply goes where the message stands. */
export function topicOf(message: StoredPress["message"] | StoredMessage): Pick<Incoming, "topic"> {
  const { is_topic_message: isTopic, message_thread_id: threadId } = message;
  return isTopic === true && threadId !== undefined ? { topic: String(threadId) } : {};
}

/** As Telegram takes it; undefined: the chat has no topics, or it is the general one. */
export const threadOf = ({ topic }: Pick<Incoming, "topic">) => (topic === undefined ? undefined : Number(topic));

export const inTopic = (threadId: number | undefined) =>
  threadId === undefined ? {} : { message_thread_id: threadId };
