import { openRuntime } from "./app.ts";
import { readConfig } from "./config.ts";
import { faultSentence } from "./process/fault.ts";
import { serve } from "./process/serve.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

async function main(): Promise<void> {
  const serving = await serve({
    config: readConfig(),
    open: openRuntime,
    say: (line) => console.log(line),
    report: (error) => console.error(new Date().toISOString(), error),
  });
  console.log(`Trích Dẫn is ready: ${serving.address}`);
  console.log(
    serving.example === null ? "No documents yet: npm run index -- PATH…" : `Ask, for example: ${serving.example}`,
  );
  console.log("Press Ctrl+C to stop.");
  await stopSignal();
  console.log("Stopping…");
  await serving.stop();
}

/** The first signal stops in order; a second one, from somebody who will not wait, ends at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) {
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(130));
      });
    }
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(`Trích Dẫn could not start. ${faultSentence(error)}`);
  process.exit(1);
}
