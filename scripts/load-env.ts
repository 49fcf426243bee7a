import { existsSync } from "node:fs";

// For the npm scripts: `node --import ./scripts/load-env.ts …`. Node's own --env-file-if-exists writes a line to standard
// error when there is no file, on every `npm run ask`. What the environment holds already wins.
if (existsSync(".env")) process.loadEnvFile(".env");
