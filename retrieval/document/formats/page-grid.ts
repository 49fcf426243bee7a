import { linesOf, middle } from "./page-lines.ts";
import type { PageContent, PagePart, PageWord, Rule } from "./page-types.ts";

/** A table with borders: where its columns and rows begin, and which borders between two cells are drawn. */
export interface Grid {
  xs: number[];
  ys: number[];
  rules: readonly Rule[];
}

export interface Tables {
  /** Each row with the place of its top, so that it can be put among the other lines. */
  rows: { top: number; part: PagePart }[];
  /** Words outside every table. */
  rest: PageWord[];
}

/** Takes the bordered tables out of a page. `unit` is the height of a line of text. */
export function takeTables({ words, rules }: PageContent, unit: number): Tables {
  const grids = gridsOf(rules, unit);
  let rest = [...words];
  const rows: Tables["rows"] = [];
  for (const grid of grids) {
    const inside = rest.filter((word) => isIn(grid, word));
    // A frame around a page or a stamp is no table.
    if (inside.length < 2) continue;
    rest = rest.filter((word) => !isIn(grid, word));
    rows.push(...rowsOf(grid, inside));
  }
  return { rows, rest };
}

/** A drawing or a map; lines are compared each with each. */
const MOST_RULES = 4000;

/** Tables of two columns or more; a single box is a frame. */
export function gridsOf(rules: readonly Rule[], unit: number): Grid[] {
  if (rules.length > MOST_RULES) return [];
  return clusters(rules, unit * 0.3)
    .map((group) => gridOf(group, unit * 0.3))
    .filter((grid) => grid.xs.length > 2 && grid.ys.length > 1);
}

/** The inside of every cell, row by row. */
export function cellsOf(grid: Grid): Rule[] {
  return bandsOf(grid).flatMap(([top, bottom]) =>
    grid.xs.slice(1).map((x1, column) => ({ x0: grid.xs[column] as number, x1, top, bottom })),
  );
}

const isHorizontal = ({ x0, x1, top, bottom }: Rule) => x1 - x0 >= bottom - top;
const touch = (a: Rule, b: Rule, near: number): boolean =>
  a.x0 - near <= b.x1 && b.x0 - near <= a.x1 && a.top - near <= b.bottom && b.top - near <= a.bottom;

/** Lines that meet belong to one table. */
function clusters(rules: readonly Rule[], near: number): Rule[][] {
  const open = new Set(rules);
  const groups: Rule[][] = [];
  for (const seed of rules) {
    if (!open.delete(seed)) continue;
    const group = [seed];
    for (const member of group) {
      for (const other of open) {
        if (!touch(member, other, near)) continue;
        open.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups;
}

function gridOf(rules: readonly Rule[], near: number): Grid {
  const positions = (values: number[]) => {
    const kept: number[] = [];
    for (const value of values.sort((a, b) => a - b))
      if (value - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) > near) kept.push(value);
    return kept;
  };
  const vertical = rules.filter((rule) => !isHorizontal(rule));
  const horizontal = rules.filter(isHorizontal);
  return {
    xs: positions(vertical.map(({ x0, x1 }) => (x0 + x1) / 2)),
    ys: positions(horizontal.map(middle)),
    rules,
  };
}

function isIn({ xs, ys }: Grid, word: PageWord): boolean {
  const [x, y] = [(word.x0 + word.x1) / 2, middle(word)];
  return x > (xs[0] as number) && x < (xs.at(-1) as number) && y > (ys[0] as number) && y < (ys.at(-1) as number);
}

function rowsOf(grid: Grid, words: readonly PageWord[]): Tables["rows"] {
  return bandsOf(grid).flatMap(([top, bottom]): Tables["rows"] => {
    const inside = words.filter((word) => middle(word) >= top && middle(word) < bottom);
    if (inside.length === 0) return [];
    const cells = grid.xs.slice(1).map((_, column) => inside.filter((word) => columnOf(grid, word) === column));
    return [{ top, part: { kind: "row", cells: cells.map(linesOf), ruled: true } }];
  });
}

/** From one border that is drawn across the table to the next. */
function bandsOf(grid: Grid): [top: number, bottom: number][] {
  const borders = grid.ys.filter((_, row) => row === 0 || row === grid.ys.length - 1 || isDrawnAbove(grid, row));
  return borders.slice(1).map((bottom, index) => [borders[index] as number, bottom]);
}

function isDrawnAbove({ xs, ys, rules }: Grid, row: number): boolean {
  const y = ys[row] as number;
  const length = rules
    .filter((rule) => isHorizontal(rule) && Math.abs(middle(rule) - y) < 3)
    .reduce((sum, { x0, x1 }) => sum + x1 - x0, 0);
  // A group cell over several rows leaves its column's border out.
  return length > ((xs.at(-1) as number) - (xs[0] as number)) * 0.4;
}

function columnOf({ xs }: Grid, word: PageWord): number {
  const x = (word.x0 + word.x1) / 2;
  return xs.findIndex((from, index) => x >= from && x < (xs[index + 1] ?? Number.POSITIVE_INFINITY));
}
