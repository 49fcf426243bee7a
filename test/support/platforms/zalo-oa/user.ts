import type { Events } from "./events.ts";
import type { People } from "./people.ts";
import type { DeliverOptions, Delivery, DoubleEvent } from "./types.ts";

/** A person with Zalo on their phone. Every act resolves with the first webhook call's result. */
export interface ZaloOaUser {
  id: string;
  says(text: string, options?: DeliverOptions): Promise<Delivery>;
  /** Says it, then waits for the next message of the account. */
  asks(text: string): Promise<string>;
  follows(options?: DeliverOptions): Promise<Delivery>;
  unfollows(): Promise<Delivery>;
  sendsSticker(options?: DeliverOptions): Promise<Delivery>;
  sendsPicture(caption?: string): Promise<Delivery>;
  sendsVoice(): Promise<Delivery>;
  sendsFile(): Promise<Delivery>;
  sendsLocation(): Promise<Delivery>;
  sendsLink(url: string, text?: string): Promise<Delivery>;
  clicksChat(): Promise<Delivery>;
  reacts(): Promise<Delivery>;
  /** Composed and not handed over: for `deliver`, out of order or with another secret. */
  writes(text: string): DoubleEvent;
  /** Waits until the account has said `count` messages; all of them. */
  replies(count: number): Promise<string[]>;
}

interface UserDependencies {
  name: string;
  people: People;
  events: Events;
  deliver(event: DoubleEvent, options?: DeliverOptions): Promise<Delivery>;
}

export function createUser({ name, people, events, deliver }: UserDependencies): ZaloOaUser {
  const person = people.named(name);
  const { id } = person;
  const composes = (kind: string, words: string | null, message?: Record<string, unknown>) => {
    people.interacts(person, words);
    return events.fromUser(kind, id, message);
  };
  const media = (type: string, payload: Record<string, unknown>, text?: string) => ({
    ...(text === undefined ? {} : { text }),
    attachments: [{ type, payload }],
  });
  const url = "http://media.example.zdn.vn/1";
  const writes = (text: string) => composes("user_send_text", text, { text });
  const says = (text: string, options?: DeliverOptions) => deliver(writes(text), options);
  const sends = (kind: string, payload: Record<string, unknown>, options?: DeliverOptions) =>
    deliver(composes(`user_send_${kind}`, `(${kind})`, media(kind, payload)), options);
  return {
    id,
    writes,
    says,
    asks: async (text) => {
      const before = person.lines.filter(({ from }) => from === "bot").length;
      await says(text);
      return (await people.replies(person, before + 1))[before] ?? "";
    },
    follows: (options) => {
      people.interacts(person, null);
      return deliver(events.following("follow", id), options);
    },
    unfollows: () => {
      person.isFollowing = false;
      return deliver(events.following("unfollow", id));
    },
    sendsSticker: (options) => sends("sticker", { id: "46043", url }, options),
    sendsPicture: (caption) =>
      deliver(
        composes("user_send_image", caption ?? "(image)", media("image", { url, thumbnail: `${url}/small` }, caption)),
      ),
    sendsVoice: () => sends("audio", { url }),
    sendsFile: () => sends("file", { url, name: "cong-van.pdf", size: "48213", type: "pdf" }),
    sendsLocation: () => sends("location", { coordinates: { latitude: "21.85", longitude: "106.76" } }),
    sendsLink: (address, text) =>
      deliver(composes("user_send_link", text ?? address, media("link", { url: address }, text ?? ""))),
    clicksChat: () => deliver(composes("user_click_chatnow", null)),
    reacts: () => deliver(events.fromUser("user_reacted_message", id, { react_icon: "/-heart" })),
    replies: (count) => people.replies(person, count),
  };
}
