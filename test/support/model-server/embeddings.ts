import type { ServerResponse } from "node:http";

export interface EmbeddingsBehaviour {
  /** Default 8. */
  dimensions?: number;
  /** Answers in floats whatever was asked for, as smaller servers do. */
  floatsOnly?: boolean;
  status?: number;
  hang?: boolean;
  /** Fewer vectors than texts. */
  loses?: boolean;
  /** Vectors in another order, with their indexes. */
  shuffles?: boolean;
  vector?: (text: string, dimensions: number) => number[];
}

interface EmbeddingsCall {
  model: string;
  input: string | string[];
  encoding_format?: string;
  dimensions?: number;
}

export function sendEmbeddings(response: ServerResponse, call: EmbeddingsCall, behaviour: EmbeddingsBehaviour): void {
  if (behaviour.hang) return;
  const texts = [call.input].flat();
  if (behaviour.status) {
    const error = { message: `cannot embed ${texts.join(" ")}`, type: "test", param: null, code: null };
    response.writeHead(behaviour.status, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    return;
  }
  const dimensions = call.dimensions ?? behaviour.dimensions ?? 8;
  const base64 = call.encoding_format === "base64" && !behaviour.floatsOnly;
  const vectors = texts.map((text, index) => {
    const values = (behaviour.vector ?? wordVector)(text, dimensions);
    return { object: "embedding", index, embedding: base64 ? base64Of(values) : values };
  });
  if (behaviour.loses) vectors.pop();
  if (behaviour.shuffles) vectors.reverse();
  const body = { object: "list", model: call.model, data: vectors, usage: { prompt_tokens: 1, total_tokens: 1 } };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const base64Of = (values: number[]) => Buffer.from(Float32Array.from(values).buffer).toString("base64");

/** Words hashed to dimensions, not scaled: texts with the same words lie near each other. */
function wordVector(text: string, dimensions: number): number[] {
  const values = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
    values[hash % dimensions] = (values[hash % dimensions] ?? 0) + 1;
  }
  return values;
}
