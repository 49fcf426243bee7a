import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { kindOf } from "./formats/kind.ts";
import type { PictureReply, PictureRequest } from "./formats/picture-child.ts";

/** What a page of an original looks like. */
export interface PagePicture {
  type: "image/png" | "image/jpeg";
  bytes: Uint8Array;
}

const SCRIPT = fileURLToPath(new URL("./formats/picture-child.ts", import.meta.url));
/** As for the reading process: our readers and their packages, nothing else. */
const READABLE = ["../../retrieval/", "../../node_modules/", "../../package.json"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
/** Wide enough to read on a desk's half screen. */
const WIDTH = 1000;
const SECONDS = 20;

/** True for originals that are looked at and not only read. */
export function hasPictures(bytes: Uint8Array): boolean {
  return ["pdf", "png", "jpeg"].includes(kindOf(bytes));
}

/**
 * A page of a PDF, drawn in a process of its own like everything that opens uploads; a scan that is a picture is that
 * picture. Null for other formats, for a page that there is not, and where drawing fails or takes too long.
 */
export async function pagePicture(bytes: Uint8Array, page: number): Promise<PagePicture | null> {
  const kind = kindOf(bytes);
  if (kind === "png" || kind === "jpeg") return page === 1 ? { type: `image/${kind}`, bytes } : null;
  if (kind !== "pdf") return null;
  const png = await draw({ bytes, page, width: WIDTH });
  return png === null ? null : { type: "image/png", bytes: png };
}

function draw(request: PictureRequest): Promise<Uint8Array | null> {
  const child = fork(SCRIPT, [], {
    env: {},
    execArgv: [
      "--max-old-space-size=256",
      "--permission",
      ...READABLE.map((path) => `--allow-fs-read=${path}`),
      "--no-warnings",
    ],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return new Promise((resolve) => {
    const limit = setTimeout(() => child.kill("SIGKILL"), SECONDS * 1000);
    child.once("message", ({ png }: PictureReply) => resolve(png));
    child.once("error", () => resolve(null));
    child.once("exit", () => {
      clearTimeout(limit);
      resolve(null);
    });
    // A process that could not start is heard of by its exit.
    child.send(request, () => {});
  });
}
