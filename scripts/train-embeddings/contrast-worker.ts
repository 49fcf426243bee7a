/** One thread of the contrastive training: see contrast.ts. */
import { parentPort, workerData } from "node:worker_threads";
import type { ContrastJob } from "./contrast.ts";
import { drawPair, type ExamplePair, paragraphOf } from "./examples.ts";
import { createRandom } from "./random.ts";
import { createShardWork, updateRows } from "./shard.ts";

const { part, parts, text, terms, model, gradients, order, settings, barrier, examples } = workerData as ContrastJob;
const { shardSize, seed, steps, rate, scale } = settings;
const learn = createShardWork(model, shardSize, scale);

/** Waits until every thread has come here. */
function meet(): void {
  const round = Atomics.load(barrier, 1);
  if (Atomics.add(barrier, 0, 1) === parts - 1) {
    Atomics.store(barrier, 0, 0);
    Atomics.add(barrier, 1, 1);
    Atomics.notify(barrier, 1);
  } else while (Atomics.load(barrier, 1) === round) Atomics.wait(barrier, 1, round);
}

function pairsOf(step: number, shard: number): ExamplePair[] {
  const random = createRandom(seed, step, shard);
  const from = (step * gradients.length + shard) * shardSize;
  const pairs: ExamplePair[] = [];
  for (let at = from; at < Math.min(from + shardSize, order.length); at += 1) {
    // Two examples of one paragraph would be each other's negatives.
    if (at > from && paragraphOf(order[at]!) === paragraphOf(order[at - 1]!)) continue;
    const pair = drawPair(text, terms, examples, order[at]!, random);
    if (pair) pairs.push(pair);
  }
  return pairs;
}

/** Rises over the first fiftieth, then falls to nothing. */
const rateAt = (step: number): number => rate * Math.min(1, (50 * step) / steps + 0.02) * (1 - step / steps);

for (let step = 0; step < steps; step += 1) {
  let loss = 0;
  for (let shard = part; shard < gradients.length; shard += parts) {
    const pairs = pairsOf(step, shard);
    gradients[shard]!.rows[0] = 0;
    if (pairs.length > 1) loss = learn(pairs, gradients[shard]!);
  }
  meet();
  updateRows(model, gradients, { rate: rateAt(step), part, parts });
  meet();
  if (part === 0) parentPort?.postMessage({ step: step + 1, loss });
}
