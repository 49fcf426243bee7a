import { z } from "zod";

/** Telegram's ids have up to 52 bits. */
const id = z.int();

/** What was sent is of interest, not the file, the place or the person in it. */
const present = z
  .unknown()
  .transform(() => ({}))
  .exactOptional();

/** Content that is no text, in the order of precedence: an animation is a document too, a venue a location. */
export const MEDIA = {
  sticker: "sticker",
  photo: "picture",
  live_photo: "picture",
  animation: "video",
  video: "video",
  video_note: "video",
  voice: "voice",
  audio: "voice",
  document: "file",
  venue: "location",
  location: "location",
  contact: "contact",
  rich_message: "other",
  poll: "other",
  dice: "other",
  story: "other",
  game: "other",
  paid_media: "other",
  checklist: "other",
} as const;

const media = Object.fromEntries(Object.keys(MEDIA).map((key) => [key, present])) as Record<
  keyof typeof MEDIA,
  typeof present
>;

const author = z.object({ id, is_bot: z.boolean() });
const chat = z.object({ id, type: z.enum(["private", "group", "supergroup"]) });
const entities = z.array(
  z.object({
    type: z.string(),
    offset: z.int(),
    length: z.int(),
    user: z.object({ id }).exactOptional(),
  }),
);

/**
 * The part of a message that is stored. A list of what is kept: names, user names, phone numbers, files and quoted
 * messages of others never get past it.
 */
export const messageSchema = z.object({
  message_id: z.int(),
  date: z.int(),
  edit_date: z.int().exactOptional(),
  message_thread_id: z.int().exactOptional(),
  is_topic_message: z.boolean().exactOptional(),
  chat,
  from: author,
  /** Written in the name of a chat: a channel's post, an anonymous administrator. */
  sender_chat: present,
  text: z.string().exactOptional(),
  entities: entities.exactOptional(),
  caption: z.string().exactOptional(),
  caption_entities: entities.exactOptional(),
  reply_to_message: z.object({ message_id: z.int(), from: author.exactOptional() }).exactOptional(),
  ...media,
});

export type StoredMessage = z.infer<typeof messageSchema>;

/** A pressed button. Its message may be too old to be shown, then only its id and its chat are told. */
export const pressSchema = z.object({
  id: z.string().min(1).max(64),
  from: author,
  message: z.object({
    message_id: z.int(),
    message_thread_id: z.int().exactOptional(),
    is_topic_message: z.boolean().exactOptional(),
    chat,
  }),
  data: z.string(),
});

export type StoredPress = z.infer<typeof pressSchema>;

export const updateSchema = z.object({
  update_id: z.int().min(0),
  message: z.unknown().optional(),
  edited_message: z.unknown().optional(),
  callback_query: z.unknown().optional(),
});

export const mediaOf = (message: StoredMessage) =>
  (Object.keys(MEDIA) as (keyof typeof MEDIA)[]).find((key) => message[key] !== undefined);
