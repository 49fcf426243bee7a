import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The embedded database admits one process. The server leaves its address beside it, so that `npm run ask` in another
 * terminal can ask over HTTP instead of being turned away.
 */
const fileIn = (dataDir: string) => join(dataDir, "server.json");

/** Returns the removal. */
export function leaveAddress(dataDir: string, address: string): () => void {
  const file = fileIn(dataDir);
  const content = JSON.stringify({ address, pid: process.pid });
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, content, { mode: 0o600 });
  return () => {
    if (read(file) === content) rmSync(file, { force: true });
  };
}

/** Address of the server that uses this data folder, as it wrote it; null when there is none. It may be gone by now. */
export function findAddress(dataDir: string): string | null {
  try {
    const value: unknown = JSON.parse(read(fileIn(dataDir)) ?? "null");
    const address = typeof value === "object" && value !== null && "address" in value ? value.address : null;
    return typeof address === "string" && address.startsWith("http://") ? address : null;
  } catch {
    return null;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
