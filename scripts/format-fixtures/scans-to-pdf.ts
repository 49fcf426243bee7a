import { readFileSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

/** `node scans-to-pdf.ts OUT PAGE.pbm…`: pages of one bit a pixel at 200 dpi as a scanned PDF, as an office's scanner makes it. */
const [to = "", ...pages] = process.argv.slice(2);
const objects: Uint8Array[] = [Buffer.from("<</Type/Catalog/Pages 2 0 R>>"), Buffer.from("")];
const kids: number[] = [];

const stream = (dictionary: string, data: Uint8Array) =>
  Buffer.concat([Buffer.from(`<<${dictionary}/Length ${data.length}>>\nstream\n`), data, Buffer.from("\nendstream")]);

for (const path of pages) {
  const bytes = readFileSync(path);
  const [head = "", width = "", height = ""] =
    /^P4\s+(?:#[^\n]*\n)?(\d+)\s+(\d+)\s/.exec(bytes.toString("latin1")) ?? [];
  const [wide, high] = [(Number(width) * 72) / 200, (Number(height) * 72) / 200];
  const page = objects.length + 1;
  kids.push(page);
  objects.push(
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${wide} ${high}]/Contents ${page + 1} 0 R/Resources<</XObject<</I ${page + 2} 0 R>>>>>>`,
    ),
    stream("", Buffer.from(`${wide} 0 0 ${high} 0 0 cm /I Do`)),
    stream(
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]/Filter/FlateDecode`,
      deflateSync(bytes.subarray(head.length), { level: 9 }),
    ),
  );
}
objects[1] = Buffer.from(`<</Type/Pages/Kids[${kids.map((kid) => `${kid} 0 R`).join(" ")}]/Count ${kids.length}>>`);

const pieces: Uint8Array[] = [Buffer.from("%PDF-1.4\n")];
const rows: string[] = [];
for (const [index, object] of objects.entries()) {
  rows.push(`${String(pieces.reduce((sum, piece) => sum + piece.length, 0)).padStart(10, "0")} 00000 n \n`);
  pieces.push(Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n"));
}
const start = pieces.reduce((sum, piece) => sum + piece.length, 0);
const count = objects.length + 1;
pieces.push(
  Buffer.from(
    `xref\n0 ${count}\n0000000000 65535 f \n${rows.join("")}trailer<</Size ${count}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`,
  ),
);
writeFileSync(to, Buffer.concat(pieces));
