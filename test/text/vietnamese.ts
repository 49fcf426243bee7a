import fc from "fast-check";

const ONSETS = [
  "",
  "b",
  "c",
  "ch",
  "d",
  "đ",
  "g",
  "h",
  "kh",
  "l",
  "m",
  "ng",
  "nh",
  "ph",
  "qu",
  "s",
  "t",
  "th",
  "tr",
  "x",
];
const RIMES = [
  "a",
  "ái",
  "ầm",
  "ạnh",
  "ế",
  "iệp",
  "oà",
  "òa",
  "oẻ",
  "ỏe",
  "ông",
  "ờng",
  "ưởng",
  "uỷ",
  "ủy",
  "úy",
  "yên",
  "ỹ",
];
const JOINTS = [
  " ",
  " ",
  " ",
  ", ",
  ". ",
  "; ",
  "\n",
  "\n\n",
  " - ",
  " / ",
  "…",
  "“",
  "”",
  " | ",
  "**",
  "*",
  "# ",
  "\\",
  "_",
  "\t",
  "\u00a0",
];
/** What recognisers look for, so that generated text makes them work. */
const NAMES = [
  "Sở Tài chính",
  "sở y tế",
  "SỞ NỘI VỤ",
  "Bộ Công Thương",
  "UBND tỉnh",
  "Ủy ban nhân dân các huyện",
  "Các sở, ban, ngành",
  "Bộ: Xây dựng; Y tế",
  "Phòng Văn hóa - Thông tin",
  "Giám đốc Sở Tư pháp",
  "Chủ tịch UBND",
  "tỉnh Lào Cai",
  "Thừa Thiên Huế",
  "TP.HCM",
  "các doanh nghiệp viễn thông",
  "Trung tâm Lưu trữ",
  "Báo Mới",
  "STC",
  "Mặt trận Tổ quốc",
  "Ban Chỉ đạo 35",
];
const NUMBERS = [
  "07/CT-TTg",
  "80/2025/QĐ-UBND",
  "12-KH/BCĐ",
  "số 465/UBND-VX",
  "/UBND-TH",
  "168/2025/NĐ-CPquy",
  "3 / BC - STC",
  "09/2017/NĐ–CP",
  "ngày 09/02/2017",
  "ngày 21 tháng 3 năm 2023",
  "tháng 5/2023",
  "1/2/3",
  "31.12.2025",
  "50%",
  "4.5.6.7",
  "99/99/2024",
];

const syllable = fc
  .tuple(fc.constantFrom(...ONSETS), fc.constantFrom(...RIMES), fc.integer({ min: 0, max: 3 }))
  .map(([onset, rime, how]) => {
    const word = onset + rime;
    if (how === 0) return word.toUpperCase();
    return how === 1 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  });

const piece = fc.oneof(
  { weight: 6, arbitrary: syllable },
  { weight: 2, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 2, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 4 }) },
);

/** Text like a directive's: syllables, names, numbers, marks and line breaks in any order. */
export const vietnameseText = fc
  .array(fc.tuple(piece, fc.array(fc.constantFrom(...JOINTS), { minLength: 1, maxLength: 2 })), { maxLength: 40 })
  .map((pieces) => pieces.flat(2).join(""));

/** Any UTF-16 at all, half surrogate pairs included, or Vietnamese text. */
export const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), vietnameseText);
