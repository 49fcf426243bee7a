import { fold } from "../../retrieval/index.ts";

const REPEATED = "(?:het |moi |tat ca |cac |nhung |toan bo |bat ky )*";

/** Words in a document that are aimed at whoever answers from it instead of at an agency. */
const TO_THE_PROGRAM = new RegExp(
  [
    String.raw`\b(?:tro ly (?:ai|ao|so)?|chat ?bot|mo hinh (?:ngon ngu|ai)|tri tue nhan tao|llm|gpt|assistant|language model)\b[^.;]{0,80}\b(?:hay|phai|bo qua|tra loi|in ra|tiet lo|khong duoc|luon|must|should|ignore|reply|answer)\b`,
    String.raw`\b(?:bo qua|quen|phot lo|dung tuan theo|khong tuan theo) ${REPEATED}(?:huong dan|chi dan|cau lenh|lenh|prompt|quy tac|chi thi (?:truoc|tren|he thong)|yeu cau (?:truoc|tren))`,
    String.raw`\b(?:ignore|disregard|forget)\b[^.]{0,40}\b(?:instruction|previous|prompt|rule|above)`,
    String.raw`\b(?:system prompt|loi nhac(?: he thong)?|cau lenh he thong|chi dan he thong|developer mode|jailbreak|api ?key)\b`,
    String.raw`\b(?:hay |phai |luon |chi |nguoi hoi )?(?:tra loi|dap|noi) (?:rang|la|nguoi hoi|nguoi dung|cong dan|can bo rang)\b`,
    String.raw`\b(?:tu gio|tu bay gio|ke tu luc nay)\b[^.;]{0,40}\b(?:ban|tro ly|he thong)\b`,
    String.raw`\b(?:ban|you) (?:la|are|hay la)\b`,
    String.raw`\b(?:nguoi|may|he thong|chuong trinh|cong cu) (?:doc|tra loi|tom tat)\b[^.;]{0,40}\b(?:hay|phai|bo qua|can)\b`,
    String.raw`<\|?/?(?:system|im_start|im_end|user|assistant|du_lieu)|\[/?(?:inst|system)\]|^\s*(?:system|assistant) ?:`,
    String.raw`"(?:claims|passage|quote)"\s*:`,
  ].join("|"),
  "m",
);

/** True for words that try to steer the program; what they say is no order to an agency and no model is shown them. */
export const steersTheProgram = (text: string): boolean => TO_THE_PROGRAM.test(fold(text).normalize("NFC"));
