/**
 * An answer's text without its own list of sources, for channels that show the citations themselves: everything above
 * the line "Nguồn", and what follows the list but the hint for channels without links ("Gửi 1–4 để xem…").
 */
export function withoutSources(answer: string): string {
  const lines = answer.split("\n");
  const heading = lines.findIndex((line) => /^\s*Nguồn:?\s*$/u.test(line));
  if (heading < 0) return answer;
  const after = lines.slice(heading + 1).filter((line) => !/^\s*\[\d+\]/.test(line) && !/^\s*Gửi \d/u.test(line));
  return [...lines.slice(0, heading), ...after].join("\n").trimEnd();
}
