import { fold, isPersonName, POSTS, type Span } from "../../text/index.ts";

/** What kind of thing an answer has to hold, where the question asks for one of these. */
export type Wanted =
  /** "Ai là Chủ tịch UBND tỉnh …?": the name of who holds an office. `post` and `body` are as typed. */
  | { kind: "holder"; post: string; body: string; asked: readonly Span[] }
  /** "Ông Trần Hồng Hà là ai?": the office that a person holds. */
  | { kind: "post"; name: string; asked: readonly Span[] }
  | { kind: WantedThing; asked: readonly Span[] };

export type WantedThing = "contact" | "procedure" | "condition" | "reason" | "purpose";

const POST = `(?:${POSTS})(?: thuong truc)?`;
const POLITE =
  "^\\W*(?:(?:xin|cho|da|thua|vui long|lam on|nho|anh|chi|em|toi|minh|ban|ad|bot|giup|hay|muon|can|duoc|de|biet|hoi|tra|tra cuu|cung cap|xem|la|ve)\\s+)*";
const NOW = "(?:hien nay|hien tai|hien gio|bay gio|luc nay|hien|dang|nhiem ky nay|moi nhat)";
const WHO = "(?:ai|(?:ong|ba|dong chi|nguoi|vi|anh|chi) (?:nao|gi|ai))";
const ENDING = "(?:\\s+(?:vay|the|nhi|a|ha|nhe|day|khong|ta|hien nay|hien tai|bay gio))*\\W*$";

/** "Ai là Chủ tịch …?", "Chủ tịch … là ai?", "Xin tên Giám đốc …": who, not who has to do something. */
const HOLDER: readonly RegExp[] = [
  new RegExp(
    `${POLITE}ai (?:${NOW} )?(?:la|lam|giu chuc(?: vu)?) (?:dong chi )?(?<post>${POST})(?<body>(?: [^?!;]*?)??)(?:,? ${NOW})?${ENDING}`,
  ),
  new RegExp(
    `${POLITE}(?<post>${POST})(?<body>(?: [^?!;]*?)??),? (?:${NOW} )?(?:la ${WHO}|(?:co )?(?:ho )?ten(?: day du)?(?: la)? (?:gi|ai))${ENDING}`,
  ),
  new RegExp(
    `${POLITE}(?:ho )?(?:va )?ten (?:day du )?(?:cua )?(?:dong chi )?(?<post>${POST})(?<body>(?: [^?!;]*?)??)(?: la (?:gi|ai))?${ENDING}`,
  ),
];
const POST_OF = new RegExp(
  `${POLITE}(?:ong |ba |dong chi |d/c )?(?<name>\\p{L}+(?: \\p{L}+){1,4}?) (?:la ai|la nguoi nao|(?:${NOW} )?(?:giu|lam|nam) chuc (?:vu )?gi|(?:giu )?chuc (?:vu )?(?:la )?gi|(?:${NOW} )?giu chuc (?:vu )?(?:nao|gi))${ENDING}`,
  "u",
);

/** What a question for one of these things must not ask as well: a time, an amount, an agency, a place, a document. */
const ASKS_ELSE =
  /\b(?:ai (?!la)|cho ai|khi nao|ngay nao|bao gio|luc nao|bao nhieu|bao lau|may (?:ngay|lan|cap)|o dau|(?:co quan|don vi|so|bo|van ban|nghi dinh|quyet dinh|luat|tinh|noi|cap|phong) nao|phai lam (?:gi|nhung gi)|lam gi|co [^?]* khong\W*$)/;

interface Pattern {
  kind: WantedThing;
  /** Group 1 is what the answer's form shows and its words need not say. */
  asks: RegExp;
  /** Stands for the whole only where nothing else is asked. */
  alone?: true;
}

const OF_WHAT = "(?:nao|gi|la gi|ra sao|the nao|gom|bao gom|nhu the nao)";
const PATTERNS: readonly Pattern[] = [
  { kind: "reason", asks: /\b(vi sao|tai sao|do dau ma|vi dau|sao lai|vi ly do (?:gi|nao))\b/ },
  { kind: "reason", asks: new RegExp(`${POLITE}((?:nhung |cac )?(?:ly do|nguyen nhan))\\b`), alone: true },
  {
    kind: "reason",
    asks: /\b((?:la )?(?:do|vi) (?:nguyen nhan|ly do) (?:gi|nao)|(?:nguyen nhan|ly do) (?:la )?(?:gi|nao|do dau))\b/,
  },
  {
    kind: "purpose",
    asks: /\b(nham (?:muc (?:dich|tieu) )?(?:gi|lam gi|dieu gi|viec gi)|(?:ban hanh |ra doi )?de lam gi|muc dich (?:la )?(?:gi|nao))\b/,
  },
  { kind: "purpose", asks: new RegExp(`${POLITE}((?:nhung |cac )?muc dich(?:,? yeu cau)?)\\b`), alone: true },
  {
    kind: "contact",
    asks: /\b(lien he (?:voi )?(?:ai|dau|so nao|theo so nao|o dau|cach nao|the nao|bang cach nao)|(?:theo )?so (?:dien thoai|dt) (?:nao|may|gi))/,
  },
  {
    kind: "contact",
    asks: new RegExp(
      `${POLITE}((?:so )?(?:dien thoai|dt|sdt|hotline|fax|duong day nong)(?: lien he| lien lac)?|so lien (?:he|lac)|(?:thong tin|dau moi) lien (?:he|lac)|dia chi(?: (?:email|thu dien tu|trang web|website|tru so|lien he))?(?! nhan)|tru so(?: chinh| lam viec)?|e-?mail|thu dien tu|hop thu(?: dien tu)?|website|trang web)\\b(?!.*\\b(?:the nao|ra sao|phai|ai|lam gi|xu ly|bao nhieu tien)\\b)`,
    ),
  },
  {
    kind: "contact",
    asks: /\b((?:email|thu dien tu|hop thu|website|trang web|dia chi|duong link|link) (?:la )?(?:nao|gi|o dau))\b/,
  },
  {
    kind: "procedure",
    asks: new RegExp(`${POLITE}((?:cac |nhung )?(?:trinh tu,? thu tuc|thu tuc|quy trinh|trinh tu|cac buoc))\\b`),
    alone: true,
  },
  {
    kind: "procedure",
    asks: /^\W*(?:neu |khi )?(?:muon|de) .+ ((?:thi )?(?:phai |can |nen )?(?:lam|thuc hien) (?:the nao|nhu the nao|sao|ra sao|cach nao))\b/,
  },
  { kind: "procedure", asks: /\b((?:phai |can )?lam (?:the nao|cach nao|sao) de)\b/ },
  { kind: "procedure", asks: /\b((?:gom |co |qua )?(?:nhung |cac )?(?:may buoc|buoc nao|buoc gi))\b/ },
  { kind: "procedure", asks: /\b(can (?:nhung |cac |nop )?giay to (?:gi|nao))\b/ },
  {
    kind: "procedure",
    asks: new RegExp(`${POLITE}((?:thanh phan )?ho so)\\b(?=.*\\b(?:gom|can|co)\\b.*\\b(?:gi|nao)\\b)`),
    alone: true,
  },
  {
    kind: "condition",
    asks: new RegExp(
      `${POLITE}((?:cac |nhung )?(?:dieu kien(?! (?:lam viec|lao dong|song|sinh hoat|thoi tiet|tu nhien|ve sinh))|tieu chuan(?!,? (?:va )?(?:quy chuan|ky thuat|quoc gia|viet nam))))\\b`,
    ),
    alone: true,
  },
  {
    kind: "condition",
    asks: new RegExp(`\\b((?:dap ung |dat |co )?(?:nhung |cac )?(?:dieu kien|tieu chuan) ${OF_WHAT})`),
  },
  { kind: "condition", asks: /\b((?:phai|can) (?:dap ung|dat) (?:nhung |cac )?yeu cau (?:gi|nao))/ },
];

/**
 * What kind of thing is asked for; null where any clause on the matter may answer. "Ai chịu trách nhiệm", "ai ký", "đơn
 * vị nào" ask for agencies and signers, which have ways of their own.
 */
export function findWanted(text: string): Wanted | null {
  const folded = fold(text);
  const holder = HOLDER.map((pattern) => pattern.exec(folded)).find((match) => match !== null);
  if (holder?.groups && !/\bky\b/.test(folded)) return holderOf(text, folded, holder);
  const post = POST_OF.exec(folded);
  if (post?.groups?.name && isPersonName(post.groups.name)) {
    const start = folded.indexOf(post.groups.name, post.index);
    return { kind: "post", name: text.slice(start, start + post.groups.name.length), asked: [] };
  }
  for (const { kind, asks, alone } of PATTERNS) {
    const match = asks.exec(folded);
    if (!match || (alone && ASKS_ELSE.test(folded))) continue;
    const words = match[1] as string;
    const start = folded.indexOf(words, match.index);
    return { kind, asked: [{ start, end: start + words.length }] };
  }
  return null;
}

function holderOf(text: string, folded: string, { groups = {}, index }: RegExpExecArray): Wanted {
  const post = groups.post ?? "";
  const body = groups.body ?? "";
  const start = folded.indexOf(post + body, index);
  const from = start + post.length;
  return {
    kind: "holder",
    post: text.slice(start, from),
    body: text.slice(from, from + body.length).trim(),
    asked: [],
  };
}
