export interface WordChange {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Longest pair of texts that is compared word by word; the table grows with their product. */
const MOST_WORDS = 1500;

/** Two texts as one, with what was taken out and what was put in. Pure. */
export function wordChanges(before: string, after: string): WordChange[] {
  const [left, right] = [wordsOf(before), wordsOf(after)];
  if (left.length > MOST_WORDS || right.length > MOST_WORDS) {
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  return joined(walk(left, right, commonLengths(left, right)));
}

/** Words with the white space behind them, so that the pieces make the text again. */
const wordsOf = (text: string) => text.match(/\S+\s*/gu) ?? [];

const same = (one: string | undefined, other: string | undefined) => one?.trim() === other?.trim();

/** For each pair of places: how many words the rests have in common, in order. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i] as Uint16Array, table[i + 1] as Uint16Array];
    for (let j = right.length - 1; j >= 0; j -= 1) {
      row[j] = same(left[i], right[j]) ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function walk(left: readonly string[], right: readonly string[], table: readonly Uint16Array[]): WordChange[] {
  const changes: WordChange[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && same(left[i], right[j])) {
      changes.push({ kind: "same", text: right[j] ?? "" });
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      changes.push({ kind: "removed", text: left[i] ?? "" });
      i += 1;
    } else {
      changes.push({ kind: "added", text: right[j] ?? "" });
      j += 1;
    }
  }
  return changes;
}

function joined(changes: readonly WordChange[]): WordChange[] {
  const pieces: WordChange[] = [];
  for (const { kind, text } of changes) {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  }
  return pieces;
}
