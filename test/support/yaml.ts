export type Yaml = string | Yaml[] | { [key: string]: Yaml };

interface Line {
  indent: number;
  text: string;
}

/**
 * Reads the plain YAML that compose.yaml is written in: nested maps, flow lists, anchors and merges. No package for it is
 * among our dependencies, and anything that this does not know is an error here, never a guess.
 */
export function parseYaml(text: string): { [key: string]: Yaml } {
  const lines = text
    .split("\n")
    .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim() }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#"));
  const { value, next } = readMap(lines, 0, new Map());
  if (next !== lines.length) throw new Error(`not understood: ${lines[next]?.text}`);
  return value;
}

type Anchors = Map<string, Yaml>;

function readMap(lines: readonly Line[], from: number, anchors: Anchors) {
  const value: { [key: string]: Yaml } = {};
  const indent = lines[from]?.indent ?? 0;
  let next = from;
  while (lines[next]?.indent === indent) {
    const line = lines[next] as Line;
    const [, key, anchor, rest] = /^([\w.<-]+):(?: &(\w+))?(?: (.+))?$/.exec(line.text) ?? [];
    if (key === undefined) throw new Error(`not understood: ${line.text}`);
    if (Object.hasOwn(value, key)) throw new Error(`twice: ${key}`);
    next += 1;
    let entry: Yaml = rest === undefined ? {} : scalar(rest, anchors);
    if (rest === undefined && (lines[next]?.indent ?? 0) > indent) {
      ({ value: entry, next } = readMap(lines, next, anchors));
    }
    if (anchor !== undefined) anchors.set(anchor, entry);
    if (key === "<<") Object.assign(value, entry);
    else value[key] = entry;
  }
  return { value, next };
}

function scalar(text: string, anchors: Anchors): Yaml {
  if (text.startsWith("*")) {
    const found = anchors.get(text.slice(1));
    if (found === undefined) throw new Error(`unknown anchor: ${text}`);
    return found;
  }
  if (text.startsWith("[")) {
    if (!text.endsWith("]")) throw new Error(`not understood: ${text}`);
    return text.slice(1, -1).split(", ").map(unquoted);
  }
  if (/^[-?!|>{&%@`]/.test(text) || /: | #/.test(text)) throw new Error(`not understood: ${text}`);
  return unquoted(text);
}

const unquoted = (text: string) => text.replace(/^"(.*)"$/, "$1");
