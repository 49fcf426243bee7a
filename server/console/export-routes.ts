import { bodyOf } from "../http/body-of.ts";
import { type ExportFormat, FORMATS, manifestText, type OpenExport } from "../review/export/index.ts";
import { FILTER_FIELDS, filterOfFields } from "../review/filter-fields.ts";
import { knownUnits } from "../review/queue.ts";
import { type ZipEntry, zipBytes } from "../review/spreadsheet/index.ts";
import { consoleError } from "./faults.ts";
import { exportPage } from "./pages/export.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { viewOf } from "./view.ts";

/** A browser that asks where to save a file takes nothing until somebody has answered. */
const IDLE_MS = 5 * 60_000;

export function exportRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [
    { method: "GET", path: "/xuat", access: "reviewer", handle: (context) => choose(context, deps) },
    { method: "GET", path: "/xuat/tep", access: "reviewer", handle: (context) => download(context, deps) },
  ];
}

async function choose(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const { db, exports } = deps;
  const filter = await filterOfFields(db, (name) => context.req.query(name));
  const fields = new Map(FILTER_FIELDS.map((name) => [name, (context.req.query(name) ?? "").trim()]));
  const [rows, units] = [await exports.count(filter), await knownUnits(db)];
  const { publicKey, keyId } = exports;
  return show(context, exportPage({ view: await viewOf(context, deps), fields, rows, units, publicKey, keyId }));
}

/**
 * The file in a ZIP with its manifest: the manifest holds the file's hash, which is known when its last byte has left.
 * A GET, so that the address can be saved; it changes nothing but the log of who did what.
 */
async function download(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const format = FORMATS.find((name) => name === context.req.query("dang"));
  if (format === undefined) throw consoleError("console.bad_form", "No such format.", "Xin chọn dạng tệp.");
  const filter = await filterOfFields(deps.db, (name) => context.req.query(name));
  // Nobody reads the body of a HEAD: an export for it would wait for its reader.
  if (context.req.raw.method === "HEAD") return new Response(null, { headers: headersOf("nhat-ky-tra-loi.zip") });
  const columns = context.req.queries("cot") ?? [];
  const opened = await deps.exports.open({
    ...{ format, filter, columns: columns.length === 0 ? null : columns },
    words: context.req.query("loi") === "co",
    by: context.get("session").name,
  });
  const zip = zipOf(opened, format);
  await zip.next();
  const body = bodyOf(zip, { closing: deps.closing, idleMs: IDLE_MS, report: deps.report });
  return new Response(body, { headers: headersOf(opened.fileName.replace(/\.\w+$/, ".zip")) });
}

async function* zipOf({ fileName, bytes, manifest }: OpenExport, format: ExportFormat): AsyncGenerator<Uint8Array> {
  async function* entries(): AsyncGenerator<ZipEntry> {
    yield { name: fileName, bytes, compressed: format === "xlsx" };
    yield { name: "manifest.json", bytes: textOf(() => manifestText(manifest())), compressed: false };
  }
  try {
    // Begins the generator: one that was never begun ends without the line below, and the export would stay open.
    yield new Uint8Array();
    yield* zipBytes(entries());
  } finally {
    await bytes.return(undefined);
  }
}

async function* textOf(text: () => string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text());
}

/** The plain name for what reads no other, and the Vietnamese one (RFC 6266, 8187). */
function headersOf(name: string): Record<string, string> {
  const vietnamese = encodeURIComponent(name.replace("nhat-ky-tra-loi", "nhật ký trả lời"));
  return {
    "Content-Type": "application/zip",
    "Content-Disposition": `attachment; filename="${name}"; filename*=UTF-8''${vietnamese}`,
    "Cache-Control": "no-store",
    // A proxy that collects the answer first would need room for all of it.
    "X-Accel-Buffering": "no",
  };
}
