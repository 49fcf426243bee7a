/** Each line of a text wrapped by itself. */
export function wrapLines(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => wrap(line, width, indentOf(line)))
    .join("\n");
}

/** Continuation lines of a bullet stand under its first word. */
function indentOf(line: string): number {
  const lead = /^\s*(?:[•\-–]\s+|\d+\.\s+)?/.exec(line);
  return lead?.[0].length ?? 0;
}

/** Wraps one line at white space; a word longer than the line stands alone. */
export function wrap(line: string, width: number, indent: number): string {
  const lead = /^\s*/.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = lead;
  for (const word of line.slice(lead.length).split(/ +/)) {
    const joined = current.trim() === "" ? `${current}${word}` : `${current} ${word}`;
    if (joined.length <= width || current.trim() === "") {
      current = joined;
      continue;
    }
    lines.push(current);
    current = `${" ".repeat(indent)}${word}`;
  }
  return [...lines, current].join("\n");
}
