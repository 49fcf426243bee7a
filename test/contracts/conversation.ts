import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, plainText } from "../../retrieval/index.ts";
import { falseCitations } from "../bot/answering.ts";
import { tablesHolding } from "../bot/talking.ts";
import type { Actor } from "../support/stages/index.ts";

type Person = Omit<Actor, "saysDelivered" | "sendsSticker" | "enters"> & Partial<Actor>;

/** A channel with everything behind it: the real program, started as a person would, on a database of its own. */
export interface Harness {
  /** Most characters of one message; null where there is no limit. */
  limit: number | null;
  /** Null where everybody at the door is a local person. */
  stranger: Person | null;
  official: Person;
  /** Makes a code; null as the stranger is. */
  invite: (() => Promise<string>) | null;
  /** Stops the program; the database is left. */
  end(): Promise<void>;
  open(): Promise<Database>;
  drop(): Promise<void>;
}

export interface Traits {
  /** Somebody must be enrolled before they are answered. */
  enrols: boolean;
  /** One event may be delivered several times. */
  redelivers: boolean;
  /** People send what is no text. */
  hasStickers: boolean;
  /** What a thumb comes to is no message of its own. */
  toasts: boolean;
}

const QUESTION = "Sở Tài chính phải làm gì theo Chỉ thị 07?";
const SECRET = "việc riêng của vụ Alpha";
const FOLLOW_UP = "thế còn Sở Tài chính?";

/** Written without and with the slash; both are the same command. Each leaves the last answer as it is. */
const COMMANDS: readonly (readonly [string, string, RegExp])[] = [
  ["/start", "bắt đầu", /Chào anh\/chị/],
  ["/huongdan", "huong dan", /Các lệnh[\s\S]*\/quen – xóa cuộc trò chuyện/],
  ["/vanban", "văn bản", /Đang giữ 5 văn bản, mới nhất trước:[\s\S]*465\/UBND-VX, UBND tỉnh Lào Cai/],
  ["/nguon 1", "nguồn 1", /\[1\] Mục 3 – Công văn 465\/UBND-VX/],
  ["/phanhoi thiếu thời hạn", "phản hồi: thiếu thời hạn", /Đã ghi nhận góp ý/],
  ["/toi", "tôi", /Bot đang lưu:[\s\S]*Gửi \/quen để xóa/],
];

const squeezed = (text: string) => plainText(text).replace(/\s+/g, " ");

/** What every channel of the one pipeline must do, in one conversation over the real thing. */
export function conversationContract(name: string, traits: Traits, startHarness: () => Promise<Harness>): void {
  describe(`a conversation on ${name}`, () => {
    let here: Harness;
    let ended = false;
    /** Questions that were answered. */
    let asked = 0;
    const shown = { answer: "", clause: "" };

    beforeAll(async () => {
      here = await startHarness();
    }, 240_000);

    afterAll(async () => {
      if (!ended) await here.end();
      await here.drop();
    }, 60_000);

    const answers = (text: string, expected: RegExp) => {
      asked += 1;
      return exchange(here.official, () => here.official.says(text), expected);
    };
    const says = (text: string, expected: RegExp) => exchange(here.official, () => here.official.says(text), expected);

    it.runIf(traits.enrols)("turns a stranger away with one sentence", async () => {
      const stranger = here.stranger as Person;
      const said = await exchange(
        stranger,
        () => stranger.says(`${QUESTION} ${SECRET}`),
        /cán bộ đã đăng ký; xin liên hệ/,
      );
      expect(said).not.toContain("Bộ Tài chính");
      expect(stranger.heard()).toHaveLength(1);
    });

    it.runIf(traits.enrols)("lets in who has a code", async () => {
      const code = await (here.invite as () => Promise<string>)();
      await exchange(
        here.official,
        async () => here.official.enters?.(code),
        /Đã đăng ký: cán bộ, Sở Tài chính tỉnh Lạng Sơn\./,
      );
    });

    it("answers with a verdict and the clauses word for word", async () => {
      shown.answer = await answers(QUESTION, /không giao việc cho Sở Tài chính\.[\s\S]*\[3\]/);
      expect(shown.answer).toContain("cùng lĩnh vực chỉ giao cho Bộ Tài chính");
      expect(quotesIn(shown.answer).length).toBeGreaterThanOrEqual(3);
    });

    it("opens the whole clause of source 2", async () => {
      shown.clause = await exchange(
        here.official,
        () => here.official.opensSource(2),
        /ngân sách thành phố, tiết kiệm/,
      );
      expect(shown.clause).toMatch(/\[2\] Mục 4 – Công văn \/UBND-TH, UBND thành phố Phan Rang - Tháp Chàm/);
      expect(shown.clause).toContain("4. Phòng Tài chính - Kế hoạch");
    });

    it("takes a thumb for the last answer", async () => {
      const act = () => here.official.dislikes();
      if (traits.toasts) await act();
      else await exchange(here.official, act, /Đã ghi nhận; xin viết thêm chỗ chưa đúng/);
    });

    it("understands a follow-up", async () => {
      await answers("Sở Nội vụ Lào Cai phải làm gì?", /giao Sở Nội vụ tỉnh Lào Cai/);
      await answers(FOLLOW_UP, /giao Sở Tài chính tỉnh Lào Cai/);
      await answers("Sở Nội vụ Lào Cai phải làm gì?", /giao Sở Nội vụ tỉnh Lào Cai/);
    });

    it.each(COMMANDS)("knows %s, and %s without the slash", async (slashed, plain, expected) => {
      await says(slashed, expected);
      await says(plain, expected);
    });

    it("says that a command does not exist", async () => {
      await says("/khongco", /Không có lệnh này; gửi \/huongdan/);
    });

    it("says that a document is not held", async () => {
      await answers("Chỉ thị 16/CT-TTg quy định gì?", /Chưa có Chỉ thị 16\/CT-TTg trong kho văn bản/);
    });

    it.runIf(traits.hasStickers)("answers a sticker kindly", async () => {
      await exchange(here.official, async () => here.official.sendsSticker?.(), /bot chỉ đọc được tin nhắn chữ/);
    });

    it.runIf(traits.redelivers)("answers an event once that is delivered five times", async () => {
      const before = here.official.heard().length;
      asked += 1;
      await here.official.saysDelivered?.("Ai ký Chỉ thị 07?", 5);
      await says("/toi", /Bot đang lưu:/);
      expect(here.official.heard()).toHaveLength(before + 2);
    });

    it("begins anew", async () => {
      for (const form of ["/moi", "mới"]) {
        await answers("Sở Nội vụ Lào Cai phải làm gì?", /giao Sở Nội vụ tỉnh Lào Cai/);
        await says(form, /Đã bắt đầu cuộc trò chuyện mới/);
        await says("1", /Chưa có câu trả lời nào/);
      }
    });

    it("forgets", async () => {
      for (const form of ["/quen", "quên"]) {
        await answers("Sở Nội vụ Lào Cai phải làm gì?", /giao Sở Nội vụ tỉnh Lào Cai/);
        await says(form, /Đã xóa cuộc trò chuyện/);
        await says("/toi", /\b0 câu hỏi gần đây/);
      }
    });

    it("keeps every message within the platform's limit", () => {
      const { limit, stranger, official } = here;
      const lengths = [official, ...(stranger === null ? [] : [stranger])].flatMap((person) =>
        person.heard().map((text) => text.length),
      );
      expect(Math.max(...lengths)).toBeLessThanOrEqual(limit ?? Number.POSITIVE_INFINITY);
    });

    it("has stored each answer with true citations, nothing of the stranger, and of who asked to be forgotten no trace", async () => {
      await here.end();
      ended = true;
      const db = await here.open();
      try {
        expect(await falseCitations(db)).toEqual([]);
        const texts = await db.query<{ text: string }>("select text from document_versions order by id");
        const held = texts.map(({ text }) => squeezed(text)).join("\n");
        expect(quotesIn(shown.answer).filter((quote) => !held.includes(quote))).toEqual([]);
        expect(held).toContain(squeezed(shown.clause.slice(shown.clause.indexOf("4. Phòng"))).split(" Xem trong")[0]);
        expect(await countsIn(db)).toEqual({ answers: asked, forgotten: asked, turns: 0, down: 1, words: 2 });
        expect(await tablesHolding(db, SECRET)).toEqual([]);
      } finally {
        await db.close();
      }
    });
  });
}

/** What is quoted at some length, in pieces where something was left out. */
function quotesIn(text: string): string[] {
  return [...text.matchAll(/“([^”]{40,})”/g)]
    .flatMap(([, quote = ""]) => squeezed(quote).split("…"))
    .map((piece) => piece.trim())
    .filter((piece) => piece.length >= 20);
}

async function countsIn(db: Database) {
  const [row] = await db.query<Record<string, number>>(
    `select (select count(*) from answers)::integer as answers,
            (select count(*) from answer_people where person_key is null)::integer as forgotten,
            (select count(*) from conversation_turns)::integer as turns,
            (select count(*) from feedback where verdict = 'down')::integer as down,
            (select count(*) from feedback where words = 'thiếu thời hạn' and person_key is null)::integer as words`,
  );
  return row;
}

const PATIENCE_MS = 30_000;

/** Does something, then waits until what was said since then holds what is expected. */
async function exchange(person: Person, act: () => Promise<unknown>, expected: RegExp): Promise<string> {
  const before = person.heard().length;
  await act();
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const said = person.heard().slice(before).join("\n");
    if (expected.test(said)) return said;
    if (Date.now() > until)
      throw new Error(`expected ${expected}, heard:\n${said}\n\nthe whole chat:\n${person.chat()}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
