import { fold, hasDiacritics, matchForm } from "../../text/index.ts";

/** Ways of asking, folded, longest first: they say what is wanted, not what it is about. */
const ASKING_PHRASES = new RegExp(
  String.raw`(?<![\p{L}])(?:${[
    "(?:co )?(?:nhung |cac )?(?:nhiem vu|trach nhiem|cong viec|viec)(?: va quyen han)?(?: cu the)? (?:la )?(?:gi|nao|j)",
    "(?:duoc |da |lai )?giao (?:cho )?(?:nhung |cac )?(?:nhiem vu|viec|trach nhiem)?(?: gi| nao)?",
    "(?:phai|can|se|nen) (?:lam|thuc hien|trien khai|lo|chuan bi)(?: nhung)? ?(?:gi|viec gi|viec nao|j|nhu the nao|the nao|ra sao|sao)?",
    "lam (?:nhung )?(?:gi|viec gi|j|ji|sao|the nao)",
    "nhiem vu cua",
    "(?:co )?trach nhiem (?:cua)?",
    "(?:nhung |cac )?(?:van ban|co quan|don vi|nguoi|noi|nganh|cap|to chuc|tinh|dia phuong|thanh pho|so|bo|ai) nao",
    "(?:truoc|den|toi|vao|trong|tu)? ?(?:ngay|thang|khi|luc|thoi diem|nam) (?:nao|bao nhieu)(?: (?:hang|moi) (?:nam|thang|quy|tuan))?",
    "(?:la )?(?:bao nhieu|bao lau|bao gio|the nao|nhu the nao|ra sao|may ngay)",
    "(?:thoi han|han chot|han cuoi|(?<!gia )han(?! (?:che|hep|muc|han|man)))(?: la)?(?: khi nao| ngay nao)?",
    "(?:quy dinh|noi|yeu cau|chi dao|neu|de cap)(?: ve)? (?:gi|viec gi|nhung gi|noi dung gi|the nao)",
    "noi dung (?:chinh|gi|la gi)",
    "chu tri|phoi hop voi ai",
    "(?:theo|trong|tai|o|cua|ve|cho|voi|tu) (?:van ban|tai lieu|noi dung) (?:do|nay|tren)",
    "(?:xin|cho) (?:hoi|biet)|vui long|lam on",
    "(?:co )?(?:phai|dung)(?: vay| the| roi)? (?:khong|ko)|dung hay sai|co (?:phai|dung)(?: la)?",
    // Who signed, when, to whom, under which number: the header answers, no clause is looked for.
    "(?:do |boi )?ai (?:da |la nguoi |dung ten )?ky(?: ban hanh)?|nguoi ky(?: ban hanh)?(?: la ai)?|ky boi ai",
    "(?:duoc )?(?:ban hanh|ky)(?: vao)? (?:(?:ngay|thang|nam|khi|luc|hom) (?:nao|may)|bao gio|(?:de )?ngay bao nhieu)",
    "(?:duoc )?gui (?:cho |den |toi )?(?:nhung |cac )?(?:ai|dau|(?:noi|co quan|don vi) nao)|noi nhan(?: la (?:ai|nhung ai))?|kinh gui(?: ai)?",
    "(?:so|ky) hieu",
    "(?:trong |o )?kho (?:dang )?(?:co|giu)|trong kho",
    // What stands around a name that is blanked: a post, "số", a directive's issuer.
    "(?:pho )?(?:giam doc|chu tich|bo truong|thu truong|chanh van phong|lanh dao)(?: cac)? ·+|so:? ·+",
    "·+ (?:cua )?thu tuong(?: chinh phu)?",
    "(?:tren )?dia ban",
    "(?:cac|nhung) dia phuong",
    "so sanh|tom tat(?: noi dung)?",
    "(?:theo |trong |tai )?(?:cong van|ke hoach|chi thi|cong dien|thong bao|quyet dinh|nghi quyet|ket luan|huong dan|van ban)(?= (?:cua|nay|do|tren|noi tren|vua roi)(?![\\p{L}])| ·)",
    "theo (?:y kien )?(?:chi dao|yeu cau|de nghi)(?: cua)?",
    // A greeting or "còn" before what is asked; only at the start, "chào bán" and "con giống" are matters.
    "^\\s*(?:(?:da|em|xin) )*chao(?: ban| anh| chi| em| bot| admin)*\\s*(?=[,.!])",
    "^\\s*(?:the |vay |roi )?con (?=·)",
    "(?:^\\s*|(?:con|ve|cai) )vu(?! (?:an|viec|mua|dong|he|thu|lua))",
    "co quan|don vi|van ban|nhiem vu|thuc hien|trien khai|quy dinh|yeu cau|thanh pho",
  ].join("|")})(?![\p{L}])`,
  "gu",
);

/** Function words. With diacritics they count only as written here; typed without, folded. */
const FUNCTION_WORDS = new Set(
  "là gì nào ai đâu sao thế vậy thì phải được có không của cho về ở và các những này đó một tôi chúng em anh chị hỏi hãy cần ạ nhé với bao nhiêu muốn khi tại theo trong nếu bị từ đến để còn vẫn đã đang sẽ rồi lại mà hay hoặc cùng như ra vào do nên cũng bởi qua tỉnh tp giao làm bn dc đc ko k j mấy hôm nhé chuyện".split(
    " ",
  ),
);
const FOLDED_FUNCTION_WORDS = new Set(
  [...FUNCTION_WORDS].map(fold).filter((word) => word !== "ma" && word !== "gia" && word !== "con"),
);

/** The words that say what the matter is; "" when only ways of asking are left. `masked` has names blanked with "·". */
export function topicOf(masked: string): string {
  const folded = fold(masked);
  let kept = masked;
  for (const match of folded.matchAll(ASKING_PHRASES)) {
    kept = kept.slice(0, match.index) + " ".repeat(match[0].length) + kept.slice(match.index + match[0].length);
  }
  const unaccented = !hasDiacritics(masked);
  return kept
    .replace(/·+/g, " ")
    .split(/[^\p{L}\p{M}\d%./-]+/u)
    .map((word) => word.replace(/^[./-]+|[./-]+$/g, ""))
    .filter((word) => word !== "" && !isFunctionWord(word, unaccented))
    .join(" ");
}

function isFunctionWord(word: string, unaccented: boolean): boolean {
  if (unaccented) return FOLDED_FUNCTION_WORDS.has(fold(word)) || /^(?:j|ji|k|ko|dc|bn|bnhieu|lm)$/.test(word);
  return FUNCTION_WORDS.has(matchForm(word)) || FUNCTION_WORDS.has(word.toLowerCase());
}
