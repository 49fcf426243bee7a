import { randomBytes } from "node:crypto";
import type { Clock, DoubleEvent } from "./types.ts";

export interface Events {
  /** Something that a person sent to the account. */
  fromUser(name: string, userId: string, message?: Record<string, unknown>): DoubleEvent;
  /** Something that the account sent, or a receipt of it. */
  ofOurs(name: string, userId: string, message: Record<string, unknown>): DoubleEvent;
  /** The one pair of events without a sender. */
  following(name: "follow" | "unfollow", userId: string): DoubleEvent;
  nextId(): string;
}

export function createEvents({ appId, oaId, clock }: { appId: string; oaId: string; clock: Clock }): Events {
  let last = 0;
  /** The platform's times tell the order of what one person sends. */
  const timestamp = () => {
    last = Math.max(clock.now(), last + 1);
    return String(last);
  };
  const nextId = () => randomBytes(10).toString("hex");
  const base = (name: string, userId: string) => ({
    app_id: appId,
    user_id_by_app: userId.split("").reverse().join(""),
    event_name: name,
    timestamp: timestamp(),
  });
  return {
    nextId,
    fromUser: (name, userId, message) => ({
      ...base(name, userId),
      sender: { id: userId },
      recipient: { id: oaId },
      ...(message === undefined ? {} : { message: { msg_id: nextId(), ...message } }),
    }),
    ofOurs: (name, userId, message) => {
      const isReceipt = name.startsWith("user_");
      return {
        ...base(name, userId),
        sender: { id: isReceipt ? userId : oaId },
        recipient: { id: isReceipt ? oaId : userId },
        message,
      };
    },
    following: (name, userId) => ({
      ...base(name, userId),
      oa_id: oaId,
      follower: { id: userId },
      source: "oa_profile",
    }),
  };
}
