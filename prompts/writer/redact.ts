interface Rule {
  pattern: RegExp;
  instead: string;
}

const LETTERS = "[\\p{Lu}][\\p{L}]*";
const NAME = `${LETTERS}(?: ${LETTERS}){1,4}`;

/** Words before a person's name, with a small or a capital letter: the name itself is told by its capitals. */
const BEFORE_NAME = [
  ...[
    "tôi là",
    "tôi tên là",
    "tôi tên",
    "tên tôi là",
    "em là",
    "em tên là",
    "em tên",
    "mình là",
    "mình tên",
    "cháu là",
  ],
  ...["họ tên", "họ và tên", "tên là", "ông", "bà", "anh", "chị", "cô", "chú", "công dân", "đồng chí", "đ/c"],
]
  .map((words) => `[${words[0]}${words[0]?.toUpperCase()}]${words.slice(1)}`)
  .join("|");
/** A post behind "ông" is nobody's name. */
const POSTS = "Sở|Bộ|Phòng|Ban|UBND|Công an|Văn phòng|Chủ tịch|Phó|Giám đốc|Trưởng|Cán bộ";

const RULES: readonly Rule[] = [
  { pattern: /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu, instead: "[thư điện tử]" },
  { pattern: /(?:https?:\/\/|www\.|t\.me\/|zalo\.me\/)\S+/giu, instead: "[địa chỉ mạng]" },
  {
    pattern:
      /(?<=(?:cccd|cmnd|cmt|căn cước|chứng minh|định danh|hộ chiếu|passport|can cuoc|chung minh|dinh danh|ho chieu)[^\n\d]{0,30})[A-Z]?\d[\d .]{6,15}\d/giu,
    instead: "[số giấy tờ]",
  },
  { pattern: /(?<![\p{L}\d/.,-])\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?![\d/])/gu, instead: "[số giấy tờ]" },
  {
    pattern:
      /(?<=(?:tài khoản|stk|tai khoan|mã số thuế|mst|bhxh|bhyt|bảo hiểm)[^\n\d]{0,24})[A-Z]{0,3}\d[\d .-]{5,18}\d/giu,
    instead: "[số tài khoản]",
  },
  {
    pattern:
      /(?<=(?:ngày sinh|sinh ngày|sinh năm|ngay sinh|sinh ngay|sinh nam)[^\n\d]{0,6})\d{1,4}(?:[/.-]\d{1,4}){0,2}/giu,
    instead: "[ngày sinh]",
  },
  // Mobile and landline numbers, in groups or not; never a document's number, which has a code behind it.
  {
    pattern: /(?<![\p{L}\d/.,-])(?:\+84|0084|0)[ .-]?\d{2,3}(?:[ .-]?\d{2,4}){2,3}(?![\d/])/gu,
    instead: "[số điện thoại]",
  },
  {
    pattern:
      /(?<=(?:thường trú|cư trú|chỗ ở|trú tại|nhà riêng|nhà ở|địa chỉ nhà|nhà tôi ở|nhà em ở|thuong tru|cu tru|dia chi nha)[:\s]{1,3}(?:tại )?)[^\s:][^\n;?]{3,120}/giu,
    instead: "[địa chỉ]",
  },
  { pattern: /(?<![\p{L}])số nhà \d+[\p{L}\d/]*[^\n;?.]{0,60}/giu, instead: "[địa chỉ]" },
  {
    pattern: new RegExp(`(?<=(?<![\\p{L}])(?:${BEFORE_NAME})(?: là)?:? )(?!${POSTS})${NAME}`, "gu"),
    instead: "[họ tên]",
  },
];

/**
 * A question without what tells who somebody is: names behind "ông", "tôi là", telephone numbers, papers, addresses.
 * It goes to a service outside like this; inside it is read as it was typed.
 */
export function redact(text: string): string {
  return RULES.reduce((rest, { pattern, instead }) => rest.replace(pattern, instead), text);
}
