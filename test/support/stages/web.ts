import type { Actor } from "./stage.ts";

/** Somebody with a browser that runs no script: pages, forms and one cookie. */
export function browserActor(address: string): Omit<Actor, "saysDelivered" | "sendsSticker"> {
  const seen: { said: string; heard: string }[] = [];
  let cookie = "";
  let page = "";
  const post = async (path: string, said: string, fields: Record<string, string>) => {
    const headers = { Accept: "text/html", ...(cookie === "" ? {} : { Cookie: cookie }) };
    const response = await fetch(`${address}${path}`, { method: "POST", body: new URLSearchParams(fields), headers });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    page = await response.text();
    seen.push({ said, heard: textOf(lastPart(page)) });
  };
  const says = (text: string) => post("/", text, { q: text });
  return {
    says,
    opensSource: (n) => says(String(n)),
    dislikes: () => post("/", "👎", { answer: lastAnswer(page), verdict: "down" }),
    enters: (code) => post("/enter", code, { code }),
    heard: () => seen.map(({ heard }) => heard),
    chat: () => seen.map(({ said, heard }) => `Cán bộ: ${said}\n\nTrang: ${heard}`).join("\n\n"),
  };
}

const lastAnswer = (page: string) => [...page.matchAll(/name="answer" value="([^"]+)"/g)].at(-1)?.[1] ?? "";

/** What was added by the last message; the whole page where none is answered. */
function lastPart(page: string): string {
  const turns = page.split('<section class="turn">').slice(1);
  const last = turns.at(-1)?.split('<form class="ask"')[0];
  return last?.replace(/<h2 class="question">.*?<\/h2>/s, "") ?? page.replace(/^.*<main/s, "<main");
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** As it reads: a line for each block. */
function textOf(html: string): string {
  return html
    .replace(/<\/(?:p|li|h\d|blockquote|summary)>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
}
