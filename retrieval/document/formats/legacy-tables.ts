/**
 * TCVN 5712 / TCVN3 ("ABC", fonts .VnTime…): one byte a letter. Bytes A1 to FE in order, as `iconv -f TCVN` gives them;
 * "·" stands where TCVN3 has no letter (B0 to B4 are combining marks that no ABC font draws).
 */
const TCVN3 = "ĂÂÊÔƠƯĐăâêôơưđẶ·····àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ";

/** The letter of each character of a text that was decoded as Windows-1252. */
export const TCVN3_LETTERS: ReadonlyMap<string, string> = new Map([
  ...[...TCVN3].flatMap((letter, index): [string, string][] =>
    letter === "·" ? [] : [[String.fromCharCode(0xa1 + index), letter]],
  ),
  // Word writes the middle dot (B7, "ã") as the bullet operator when it changes fonts.
  ["\u2219", "ã"],
]);

/** VNI-Windows: a letter and a byte for its mark; the marks in the order of the letters below. */
const VNI_PAIRS: readonly (readonly [base: string, marks: string, letters: string])[] = [
  ["a", "ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"],
  ["e", "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"],
  ["o", "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"],
  ["ô", "ùøûõï", "ớờởỡợ"],
  ["u", "ùøûõï", "úùủũụ"],
  ["ö", "ùøûõï", "ứừửữự"],
  ["y", "ùøûõ", "ýỳỷỹ"],
];
const VNI_SINGLES: readonly (readonly [string, string])[] = [
  ["ñ", "đ"],
  ["ô", "ơ"],
  ["ö", "ư"],
  ["í", "í"],
  ["ì", "ì"],
  ["æ", "ỉ"],
  ["ó", "ĩ"],
  ["ò", "ị"],
  ["î", "ỵ"],
];

const bothCases = ([code, letter]: readonly [string, string]): [string, string][] => [
  [code, letter],
  [code.toUpperCase(), letter.toUpperCase()],
];

/** Longest codes first where one begins another: "ôù" is one letter, "ô" alone another. Mixed case ("Aù") is capital. */
export const VNI_LETTERS: ReadonlyMap<string, string> = new Map([
  ...VNI_PAIRS.flatMap(([base, marks, letters]) =>
    [...marks].flatMap((mark, index) => {
      const letter = letters[index] as string;
      return [
        ...bothCases([base + mark, letter]),
        [base.toUpperCase() + mark, letter.toUpperCase()] as [string, string],
      ];
    }),
  ),
  ...VNI_SINGLES.flatMap(bothCases),
]);
