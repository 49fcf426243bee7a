import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The embedded database admits one process. The server leaves its address beside it, so that a command in another
 * terminal can be carried out by it instead of being turned away. Who can read the file may order anything: it is
 * readable by its owner only, as the database is.
 */
const fileIn = (dataDir: string) => join(dataDir, "server.json");

export interface ServerAddress {
  /** "http://127.0.0.1:3000" */
  address: string;
  /** Shown with commands that only this machine's owner may give. */
  token: string;
}

/** Returns the removal. */
export function leaveAddress(dataDir: string, server: ServerAddress): () => void {
  const file = fileIn(dataDir);
  const content = JSON.stringify({ ...server, pid: process.pid });
  mkdirSync(dataDir, { recursive: true });
  // A file that is there keeps its mode when it is written: begin anew.
  rmSync(file, { force: true });
  writeFileSync(file, content, { mode: 0o600 });
  return () => {
    if (read(file) === content) rmSync(file, { force: true });
  };
}

/** The server that uses this data folder, as it wrote it; null when there is none. It may be gone by now. */
export function findServer(dataDir: string): ServerAddress | null {
  try {
    const value: unknown = JSON.parse(read(fileIn(dataDir)) ?? "null");
    if (typeof value !== "object" || value === null || !("address" in value) || !("token" in value)) return null;
    const { address, token } = value;
    if (typeof address !== "string" || typeof token !== "string" || !address.startsWith("http://")) return null;
    return { address, token };
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
