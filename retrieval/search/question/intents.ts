import { fold } from "../../text/index.ts";
import { foldMarked } from "./marks.ts";
import type { Intent, MessageKind } from "./types.ts";

/** Patterns run on the folded question, so that typing without diacritics changes nothing (`foldMarked`). */
const INTENTS: readonly (readonly [Intent, RegExp])[] = [
  [
    "signer",
    /\bai (?:da |la nguoi )?ky\b|\bnguoi ky\b|\bky boi\b|\bdo ai ky\b|\bky ban hanh\b|\b(?:ong|ba|lanh dao|chu tich|pho chu tich|bo truong|thu truong|giam doc|nguoi) nao (?:da )?ky\b|\bai dung ten ky\b|\bten (?:cua )?(?:nguoi|(?:pho )?(?:thu tuong|chu tich|giam doc)|bo truong|thu truong|lanh dao)[^?]{0,30}\bky\b/,
  ],
  [
    "date",
    /\b(?:ban hanh|ky|ra)\b[^?.]{0,24}\b(?:ngay nao|khi nao|luc nao|bao gio|hom nao|ngay may|thang nao|thang may|nam nao)\b|\b(?:ngay nao|khi nao|bao gio)\b[^?.]{0,30}\b(?:ban hanh|duoc ky|ra doi)\b|\bngay (?:thang )?(?:nam )?(?:ban hanh|ky)\b|\bde ngay bao nhieu\b|\bde ngay (?:nao|may)\b/,
  ],
  [
    "addressees",
    /\bgui (?:cho |den |toi )(?:[^?.,]{2,40} )?(?:tinh|so|bo|co quan|don vi) nao\b|\bgui (?:cho |den |toi )?(?:ai|nhung ai|co quan nao|don vi nao|nhung co quan|nhung don vi|nhung noi nao|dau)\b|\bkinh gui\b|\bdia chi nhan\b|\bgui di dau\b/,
  ],
  ["recipients", /\bnoi nhan\b/],
  ["number", /\bso hieu\b|\bky hieu\b|\bso (?:may|bao nhieu)\b|\bmang so\b|\bso van ban\b/],
  [
    "issuer",
    /\b(?:cua|thuoc) (?:tinh|dia phuong|co quan|bo|don vi|thanh pho) nao\b|(?<!\b(?:giao|yeu cau|phan cong|de nghi)(?: cho)? )\b(?:ai|co quan nao|tinh nao|noi nao|don vi nao|bo nao) (?:da )?(?:ban hanh|ra(?! soat))\b|\bdo (?:ai|co quan nao|tinh nao) ban hanh\b|\bco quan ban hanh\b/,
  ],
  [
    "about",
    /\b(?:noi|quy dinh|de cap|chi dao|yeu cau|ban)(?: ve)? (?:nhung )?(?:gi|viec gi|dieu gi|van de gi|noi dung gi|cai gi)\b|\bve (?:viec|noi dung|van de|chuyen) gi\b|\bnoi dung (?:chinh|gi|cua|la gi)\b|\btrich yeu\b|\bco gi\b(?! moi)|\bve cai gi\b|\btom tat\b|\bnoi ve\b/,
  ],
  [
    "mentioned-in",
    /\b(?:nhac|dan chieu|vien dan|de cap|neu)\b[^?.]{0,16}\b(?:o dau|o nhung dau|trong (?:van ban|nhung van ban|tai lieu)|tai dau|toi o|den o)\b|\b(?:van ban|tai lieu|noi|cong dien|thong bao|cong van|ke hoach|quyet dinh|chi thi) nao\b[^?.]{0,14}\b(?:nhac|dan chieu|vien dan|de cap|dan)\b|\bduoc (?:nhac|dan chieu|vien dan|neu)\b[^?.]{0,12}\b(?:o|trong|tai)\b/,
  ],
  [
    "assigning-documents",
    /\b(?:van ban|tai lieu|cho|noi|chi thi|ke hoach|cong van|quyet dinh) nao (?:co |da |lai )?(?:giao|phan cong|yeu cau)\b|\bnhung van ban (?:nao )?(?:co |da )?giao\b|\bduoc giao (?:viec |nhiem vu )?(?:o|trong|tai) (?:nhung )?(?:van ban|dau)\b|\bo nhung van ban nao\b|\btrong nhung van ban nao\b/,
  ],
  [
    "replaced-by",
    /\bthay the\b|\bbai bo\b|\bhet hieu luc\b|\bsua doi\b|\bhuy bo\b|\bcon hieu luc\b|\bhet (?:dung|ap dung)\b|\bthay (?:cho )?(?:ke hoach|quyet dinh|van ban|chi thi|huong dan|quy che|quy dinh|qd|kh)\b|\bbo (?:quyet dinh|qd|ke hoach|kh|van ban|bang qd|bang quyet dinh)\b/,
  ],
  [
    "in-force-from",
    /\bhieu luc\b[^?.]{0,24}\b(?:khi nao|bao gio|luc nao|(?:tu )?(?:ngay|thang|thoi diem) (?:nao|may)|chua)\b|\b(?:khi nao|bao gio|luc nao|ngay nao)\b[^?.]{0,40}\b(?:co|bat dau) hieu luc\b|\b(?:ngay|thoi diem|thoi gian) (?:bat dau )?(?:co )?hieu luc\b|\bhieu luc (?:thi hanh )?(?:cua|the nao|ra sao)\b/,
  ],
  [
    "in-force",
    /\b(?:con|het|mat) (?:co )?(?:hieu luc|gia tri)\b|\b(?:con|van) (?:dang )?(?:duoc )?(?:ap dung|dung)(?: duoc)?(?: nua)? (?:khong|ko|k|chua|chu)\b|\bhieu luc (?:thi hanh )?(?:den|toi)\b|\bdang co hieu luc\b|\b(?:bi|duoc) (?:thay the|bai bo|huy bo|thay)\b[^?.]{0,12}\b(?:chua|khong|ko|hay)\b/,
  ],
  [
    "deadline",
    /\b(?:thoi han|thoi gian hoan thanh|han chot|han cuoi|han hoan thanh|han (?:nop|gui|bao cao|cua)|deadline|cham nhat|muon nhat)\b|\b(?:truoc|den|toi|xong|vao|trong|tu) (?:ngay|thang|thoi diem|khi|luc) nao\b|\bngay (?:nao|bao nhieu)\b|\b(?:khi nao|bao gio|luc nao|thang may|hom nao)\b|\btruoc bao gio\b|\b(?:ngay|thang|hom) may\b|\bmay gio\b|\bmay (?:lan|dot)\b|\bhan (?:nao|gi)\b|\b(?:nhung|cac|trong|vao) nam nao\b|\b(?:hom|buoi) nao\b|\bbn ngay\b|\bhan den\b|\bmay ngay\b|\bhan ngay\b|\btien do\b/,
  ],
  [
    "reports-to",
    /\bbao cao (?:cho |ve |len |voi )?(?:ai|dau|co quan nao|don vi nao|cho ai)\b|\bgui (?:ket qua |bao cao )?(?:ve|cho) (?:ai|dau|co quan nao)\b/,
  ],
  [
    "partner",
    /\bphoi hop (?:voi |cung )?(?:ai|nhung ai|co quan nao|don vi nao|nhung co quan)\b|\b(?:ai|co quan nao|don vi nao|nhung ai) phoi hop\b|\bcung (?:voi )?ai\b|\bco quan phoi hop\b/,
  ],
  [
    "lead",
    /\b(?:ai|co quan nao|don vi nao|so nao|bo nao|phong nao|nganh nao|cap nao|noi nao|to chuc nao|dau moi nao|nguoi nao)\b|\bgiao cho ai\b|\bgiao ai\b|\bco quan chu tri\b|\bdau moi\b|\bla ai\b/,
  ],
  [
    "duty",
    /\b(?:lam|giao|lo|phai|can) (?:nhung )?(?:gi|viec gi|viec nao|j|g|chi)\b|\blam (?:sao|gi|j|ji|nhung gi)\b|\bnhiem vu\b|\bduoc giao\b|\btrach nhiem\b|\bviec gi\b|\bnhung viec\b|\bphai (?:lam|thuc hien)\b|\bgiao\b[^?.]{2,60}\b(?:gi|viec|nao)\b|\bphan cong\b|\bcong viec\b|\bchu tri (?:viec )?gi\b|\byeu cau\b[^?.]{2,60}\bgi\b/,
  ],
  [
    "which-document",
    /\b(?:van ban|nghi dinh|quyet dinh|thong tu|luat|ke hoach|chi thi|nghi quyet|cong van|huong dan|ket luan|thong bao|cong dien) nao\b/,
  ],
  [
    "yes-no",
    /\bco (?:\S+ ){0,6}(?:khong|ko|k)\b\s*[?.]*\s*$|\bco (?:phai|thuoc|gui|nam trong) .*\b(?:khong|ko)\b\s*[?.]*\s*$|\bhay khong\b|\bphai khong\b|\bdung khong\b|\bdung hay sai\b|\bduoc khong\b/,
  ],
  ["amount", /(?<!\bngay )\bbao nhieu\b|\bmuc nao\b|\bmay\b|\bbao lau\b|\bgia nao\b|\bbn\b/],
  [
    "list",
    /\bco (?:nhung )?van ban (?:nao|gi)\b|\bdanh sach van ban\b|\bnhung van ban nao\b(?! (?:giao|trien khai|thuc hien|nhac))|\bkho (?:co|van ban)\b/,
  ],
];

const DOCUMENT_NOUN =
  "(?:van ban|chi thi|quyet dinh|ke hoach|cong dien|nghi quyet|ket luan|thong bao|cong van|chu truong|luat|nghi dinh|huong dan|vb|kh|qd|cv)";
const CARRY = "(?:trien khai|thuc hien|cu the hoa|thi hanh|to chuc thuc hien|huong dan thuc hien|quan triet)";
const CARRIED_OUT_BY = new RegExp(
  String.raw`\b(?:${DOCUMENT_NOUN}|tinh|thanh pho|dia phuong|noi|co quan|don vi|bo|ai|ubnd(?: tinh)?) (?:nao|gi)?\s*(?:da |dang |co |duoc )?(?:ban hanh |ra |co )?(?:${DOCUMENT_NOUN} )?(?:nao )?(?:de |nham |nao )?${CARRY}\b|\b(?:duoc|da duoc) ${CARRY}\b[^?.]{0,30}\b(?:boi|o|trong|bang)\b[^?.]{0,16}\bnao\b|\b(?:nhung|cac) ${DOCUMENT_NOUN} (?:nao )?(?:de )?${CARRY}\b`,
);
const CARRIES_OUT = new RegExp(
  String.raw`${CARRY} (?:theo )?(?:nhung )?(?:cac )?${DOCUMENT_NOUN} (?:nao|gi|cua ai|cap tren)|\b(?:theo|can cu|dua tren|dua vao|xuat phat tu|tren co so) (?:cac |nhung )?${DOCUMENT_NOUN} (?:nao|gi)|\b${CARRY} (?:cai )?gi\b`,
);
const BASED_ON = /\bcan cu (?:vao |phap ly )?(?:gi|dau|nao|nhung|cac|phap ly|van ban)|\bco so phap ly\b/;

/** Everything a question asks. `documentCount` is how many documents it names: relations need one. */
export function findIntents(text: string): Set<Intent> {
  const folded = fold(text);
  const marked = foldMarked(text);
  const found = new Set<Intent>();
  for (const [intent, pattern] of INTENTS) if (pattern.test(marked)) found.add(intent);
  if (CARRIES_OUT.test(folded)) found.add("carries-out");
  else if (CARRIED_OUT_BY.test(folded)) found.add("carried-out-by");
  if (BASED_ON.test(folded)) found.add("based-on");
  if (asksDayOfIssue(folded)) found.add("date");
  if (FORCE_FROM_ISSUE.test(folded)) {
    found.delete("date");
    found.add("in-force-from");
  }
  return found;
}

/** "… có hiệu lực từ ngày ký phải không?" asks when it is in force, which the day of issue does not say. */
const FORCE_FROM_ISSUE = /\bhieu luc\b[^?.]{0,24}\b(?:tu|ngay sau) (?:khi|ngay) (?:duoc )?(?:ky|ban hanh)\b/;

const DAY = /\bngay bao nhieu\b/;
/** What has its day besides a document: "nộp báo cáo ngày bao nhiêu", "trước ngày bao nhiêu hằng năm". */
const DAY_OF_TASK =
  /\b(?:truoc|den|toi|het|tu|vao|trong|cham nhat|muon nhat|han)(?: la)? ngay bao nhieu\b|\bngay bao nhieu (?:hang|moi)\b|\b(?:bao cao|nop|gui|hoan thanh|xong|dien ra|khai mac|bat dau|ket thuc|to chuc|nghi|hop)\b/;

/** "Chỉ thị 07 ngày bao nhiêu?" is about the document itself. */
function asksDayOfIssue(folded: string): boolean {
  return DAY.test(folded) && (/\b(?:ban hanh|ky)\b/.test(folded) || !DAY_OF_TASK.test(folded));
}

const POLITE =
  "(?:chao|hello|hi|hey|alo|cam on|thanks|thank you|tam biet|bye|good (?:morning|afternoon)|ok|oke|vang|duoc roi|tot lam|hay qua|ban la ai|ban ten gi|ban la gi|may la ai|ban co khoe khong|ban khoe khong|ban lam duoc gi|who are you|how are you)";
const TO_WHOM =
  "(?:ban|anh|chi|em|bot|nhe|nha|a|ah|cac ban|admin|nhieu|ca nha|moi nguoi|you|very much|so much|roi|trich dan|there|team|trợ lý|tro ly|buoi sang|buoi chieu)";
const GREETING = new RegExp(
  `^\\s*(?:xin |em |minh |toi |da )?${POLITE}(?:[\\s,]+(?:${POLITE}|${TO_WHOM}))*\\s*[!.?…:)]*\\s*$`,
);

/** Length of the greetings and thanks before what is asked: "ok cảm ơn. Tỉnh Gia Lai thì …". */
export function greetingLength(text: string): number {
  const opening = /^[^.!?\n]{1,60}[.!?\n]+\s+(?=\S)/u.exec(text)?.[0] ?? "";
  return opening !== "" && GREETING.test(fold(opening)) ? opening.length : 0;
}

/** Words aimed at the program instead of the documents. What they order is never done; the message is not searched. */
const INSTRUCTION =
  /\[system\]|\bche do quan tri\b|\btu gio (?:chi|tra loi|ban)\b|\bchi (?:duoc )?tra loi (?:dung )?(?:mot )?(?:cau|chu|tu)\b|\b(?:bo qua|quen(?: het)?|phot lo|lo di|dung tuan theo|vuot qua) (?:het |moi |tat ca |cac |nhung |toan bo |cai )*(?:huong dan|chi dan|instruction|cau lenh|lenh|prompt|quy tac)\b|\b(?:bo qua|quen(?: het)?|phot lo|dung tuan theo) (?:het |moi |tat ca |cac |nhung |toan bo )*(?:quy dinh|yeu cau|cai dat|rang buoc) (?:truoc|tren|he thong|cua (?:ban|may|he thong)|cu\b|ban dau|da dat)|\b(?:prompt|system prompt|cau lenh he thong|loi nhac he thong|huong dan he thong|cau hinh he thong)\b|\bignore\b[^.?!]{0,40}\b(?:instruction|previous|prompt|rule)|\b(?:gia vo|dong vai|hay la|tu gio ban la|act as|pretend)\b[^.?!]{0,60}|\bjailbreak\b|\bdeveloper mode\b|\bapi ?key\b|\bmat khau\b[^.?!]{0,20}\b(?:he thong|quan tri|admin|database)\b|\b(?:drop|delete|truncate) (?:table|from|database)\b|<script|\b(?:bia(?: ra| dat)?|tu viet|gia mao)\b[^.?!]{0,30}\b(?:dieu khoan|trich dan|van ban|cau tra loi|mot dieu|thoi han)\b|\btra loi (?:la|rang)\b[^.?!]{0,40}\b(?:du|bat ke|khong can)\b/;

/** Small talk and orders to the program are told apart before anything is searched. */
export function messageKind(text: string): MessageKind {
  const folded = fold(text).trim();
  if (INSTRUCTION.test(folded)) return "instruction";
  if (GREETING.test(folded)) return "small-talk";
  return "question";
}

/** The message without the sentences that are orders to the program, and without what those put into quotation marks. */
export function withoutInstructions(text: string): string {
  if (!INSTRUCTION.test(fold(text))) return text;
  return text
    .replace(/["“][^"”]*["”]/gu, " ")
    .split(/(?<=[.!?;\n])\s+/u)
    .filter((sentence) => !INSTRUCTION.test(fold(sentence)))
    .join(" ")
    .trim();
}

/** True when a message asks something about agencies or documents at all. */
export function asksSomething(text: string): boolean {
  return findIntents(text).size > 0;
}
