import type { Chat } from "./world.ts";

/** One thing that a person sees in a chat. */
export type Shown =
  | {
      kind: "message";
      id: number;
      /** "bot", or the person's name. */
      from: string;
      text: string;
      /** Null when it was sent as plain text. */
      html: string | null;
      /** Labels, row by row. */
      buttons: string[][];
      replyTo: number | null;
      threadId: number | null;
      edited: boolean;
    }
  | { kind: "press"; from: string; label: string }
  | { kind: "toast"; to: string; text: string };

export function shown(chat: Chat): Shown[] {
  return chat.happenings.map((happening) => {
    if (happening.kind === "press") return { kind: "press", from: happening.by.name, label: happening.label };
    if (happening.kind === "toast") return { kind: "toast", to: happening.to.name, text: happening.text };
    const { id, from, text, html, buttons, replyTo, threadId, edited, media } = happening.message;
    return {
      kind: "message",
      id,
      from: from?.name ?? "bot",
      text: media === null ? text : `(${media})${text === "" ? "" : ` ${text}`}`,
      html,
      buttons: buttons.map((row) => row.map((button) => button.text)),
      replyTo,
      threadId,
      edited,
    };
  });
}

/** The chat as it looks on the phone. */
export function printed(chat: Chat): string {
  return shown(chat)
    .map((one) => {
      if (one.kind === "press") return `${one.from} bấm ⟦${one.label}⟧`;
      if (one.kind === "toast") return `(thông báo nhanh) ${one.text}`;
      const buttons = one.buttons.map((row) => `    ${row.map((label) => `⟦${label}⟧`).join(" ")}`);
      const head = `${one.from === "bot" ? "Bot" : one.from}${one.edited ? " (đã sửa)" : ""}:`;
      return [head, ...one.text.split("\n").map((line) => `  ${line}`.trimEnd()), ...buttons].join("\n");
    })
    .join("\n\n");
}
