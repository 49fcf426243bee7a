import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { AppError } from "../errors.ts";

/** Who holds a data folder. `started` tells a process from a later one with the same number. */
interface Holder {
  pid: number;
  host: string;
  started: string;
}

const HEARTBEAT_MS = 5_000;
/** A holder on another host (a container with its own process numbers) counts as gone after this silence. */
const SILENT_MS = 30_000;

/**
 * Takes the lock file or throws `database.locked`. PGlite itself lets two processes open one folder and then loses
 * rows of one of them. A lock whose process is dead is taken over. Returns the release.
 */
export function lockFolder(lockFile: string): () => void {
  mkdirSync(dirname(lockFile), { recursive: true });
  const mine = JSON.stringify(currentHolder());
  if (!create(lockFile, mine) && !(takeOver(lockFile) && create(lockFile, mine))) throw locked(lockFile);
  const heartbeat = setInterval(() => touch(lockFile), HEARTBEAT_MS);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    if (read(lockFile) === mine) rmSync(lockFile, { force: true });
  };
}

function currentHolder(): Holder {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) };
}

function create(lockFile: string, content: string): boolean {
  try {
    writeFileSync(lockFile, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a dead holder's lock away. False when the holder lives. */
function takeOver(lockFile: string): boolean {
  const seen = read(lockFile);
  if (seen === null) return true;
  if (isAlive(parse(seen), lockFile)) return false;
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch {
    return true;
  }
  const moved = read(aside);
  // Another process may have taken it over between the look and the move: give it back.
  if (moved !== seen && moved !== null) create(lockFile, moved);
  rmSync(aside, { force: true });
  return moved === seen;
}

function isAlive(holder: Holder | null, lockFile: string): boolean {
  const silent = silence(lockFile);
  if (holder === null || holder.host !== hostname()) return silent < SILENT_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return startOf(holder.pid) === holder.started;
}

/** When a process began, as its system writes it: process numbers are used again. "" where it cannot be told. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${ticks}`;
  } catch {
    return startByPs(pid);
  }
}

function startByPs(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function parse(content: string): Holder | null {
  try {
    const value: unknown = JSON.parse(content);
    const isHolder =
      typeof value === "object" && value !== null && "pid" in value && "host" in value && "started" in value;
    return isHolder ? (value as Holder) : null;
  } catch {
    return null;
  }
}

function silence(lockFile: string): number {
  try {
    return Date.now() - statSync(lockFile).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function touch(lockFile: string): void {
  try {
    utimesSync(lockFile, new Date(), new Date());
  } catch {
    // The folder was removed under us; the next query will say so.
  }
}

function locked(lockFile: string): AppError {
  const holder = parse(read(lockFile) ?? "");
  const who = holder === null ? "another process" : `process ${holder.pid} on ${holder.host}`;
  return new AppError({
    code: "database.locked",
    message: `The data folder is in use by ${who}. Stop it, ask it over HTTP, or set DATA_DIR to another folder.`,
    userMessage: "Thư mục dữ liệu đang được một tiến trình khác sử dụng.",
    retryable: true,
  });
}
