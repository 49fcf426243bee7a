const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The three characters that Telegram's HTML must not hold as themselves. */
export const escapeHtml = (text: string) => text.replace(/[&<>]/g, (character) => NAMED[character] as string);

/** A longer first line is a paragraph; a screen of bold letters says nothing. */
const LONGEST_VERDICT = 240;

/**
 * One message of an answer as Telegram's HTML: the verdict and the heading of the sources bold, what a document says in
 * italics inside its quotation marks, markers as they are. Marks up line by line, so no tag stays open, and adds no
 * character that is read: the text after parsing is the plain text.
 */
export function answerHtml(text: string, { withVerdict }: { withVerdict: boolean }): string {
  return text
    .split("\n")
    .map((line, index) => {
      const isVerdict =
        withVerdict && index === 0 && line.length <= LONGEST_VERDICT && !/^\s*(?:[•\-–]|\d+\.)\s/u.test(line);
      const isHeading = /^\s*Nguồn:?\s*$/u.test(line);
      return isVerdict || isHeading ? `<b>${lineHtml(line)}</b>` : lineHtml(line);
    })
    .join("\n");
}

const lineHtml = (line: string) => escapeHtml(line).replace(/“([^“”]+)”/gu, "“<i>$1</i>”");

/** A message that begins with a heading. */
export function headedHtml(text: string, heading: string): string {
  if (heading === "" || !text.startsWith(heading)) return escapeHtml(text);
  return `<b>${escapeHtml(heading)}</b>${escapeHtml(text.slice(heading.length))}`;
}
