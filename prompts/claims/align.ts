import { says, type Token } from "./tokens.ts";

/** Pairs of a longest common subsequence, in order: index of the document's token, index of the model's. */
export function align(document: readonly Token[], model: readonly Token[]): [number, number][] {
  const width = model.length + 1;
  const lengths = new Uint16Array((document.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = document.length - 1; row >= 0; row -= 1)
    for (let column = model.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] = says(document[row] as Token, model[column] as Token)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
  const pairs: [number, number][] = [];
  let [row, column] = [0, 0];
  while (row < document.length && column < model.length) {
    if (says(document[row] as Token, model[column] as Token) && at(row, column) === at(row + 1, column + 1) + 1)
      pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return closed(pairs, document, model);
}

/** The same pairs with each as near to the next as it can be: a repeated word leaves no hole that is none. */
function closed(
  pairs: readonly [number, number][],
  document: readonly Token[],
  model: readonly Token[],
): [number, number][] {
  const near: [number, number][] = [];
  let next = document.length;
  for (const [row, column] of [...pairs].reverse()) {
    let at = near.length === 0 ? row : next - 1;
    while (at > row && !says(document[at] as Token, model[column] as Token)) at -= 1;
    near.unshift([at, column]);
    next = at;
  }
  return near;
}

/** True when the items stand in `document` in the same order, with others in between or not. */
export function inOrder<T>(document: readonly T[], model: readonly T[], same: (a: T, b: T) => boolean): boolean {
  let at = 0;
  return model.every((item) => {
    while (at < document.length && !same(document[at] as T, item)) at += 1;
    at += 1;
    return at <= document.length;
  });
}
