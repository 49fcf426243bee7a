import { readFileSync, writeFileSync } from "node:fs";
import { TCVN3_LETTERS, VNI_LETTERS } from "../../retrieval/document/formats/legacy-tables.ts";

/** `node to-legacy.ts TCVN3|VNI TEXT OUT`: the text in an encoding of before Unicode. TCVN3 has no accented capitals. */
const [encoding = "", from = "", to = ""] = process.argv.slice(2);
const table = encoding === "VNI" ? VNI_LETTERS : TCVN3_LETTERS;
const codes = new Map([...table].filter(([code]) => code !== "\u2219").map(([code, letter]) => [letter, code]));
// Dashes and quotation marks stand at the same bytes in Windows-1252.
const WINDOWS: Readonly<Record<string, number>> = { "–": 0x96, "—": 0x97, "“": 0x93, "”": 0x94, "…": 0x85 };
const accented = /[^\p{ASCII}]/u;

const text = [...readFileSync(from, "utf8").normalize("NFC")]
  .map((letter) => {
    const capital = encoding === "TCVN3" && accented.test(letter) && !"ĂÂÊÔƠƯĐ".includes(letter);
    return codes.get(capital ? letter.toLowerCase() : letter) ?? letter;
  })
  .join("");
writeFileSync(to, Buffer.from([...text].map((letter) => WINDOWS[letter] ?? letter.charCodeAt(0))));
