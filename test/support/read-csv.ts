/** RFC 4180, to the letter: what stands in a CSV, by a reader that has nothing in common with its writer. */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const [here, next] = [text[i], text[i + 1]];
    if (quoted) {
      if (here === '"' && next === '"') i += 1;
      if (here === '"' && next !== '"') quoted = false;
      else field += here;
    } else if (here === '"') {
      if (field !== "") throw new Error(`a quote inside a bare field at ${i}`);
      quoted = true;
    } else if (here === "," || (here === "\r" && next === "\n")) {
      record.push(field);
      field = "";
      if (here === ",") continue;
      i += 1;
      records.push(record);
      record = [];
    } else if (here === "\r" || here === "\n") {
      throw new Error(`a bare line end at ${i}`);
    } else {
      field += here;
    }
  }
  if (quoted || field !== "" || record.length > 0) throw new Error("the last record has no end");
  return records;
}
