/** `npm run fuzz -- formats [--files N] [--seed N] [--json]` */
const [name = "", ...args] = process.argv.slice(2);

if (name !== "formats") {
  console.error("Usage: npm run fuzz -- formats [--files 2000] [--seed 1] [--json]");
  process.exit(2);
}
await (await import("./formats.ts")).run(args);
