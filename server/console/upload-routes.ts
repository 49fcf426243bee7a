import { bodyLimit } from "hono/body-limit";
import {
  acceptUpload,
  checkCollection,
  DEFAULT_COLLECTION,
  pairSidecars,
  type UploadedFile,
  type UploadOutcome,
} from "../jobs/index.ts";
import { consoleError } from "./faults.ts";
import { HOME } from "./guard.ts";
import { uploadPage } from "./pages/upload.ts";
import { show } from "./show.ts";
import { collectionsOf } from "./store/collections.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

/** Of one form with all its files. The page's script sends each file by itself, so that this binds only without it. */
const MAX_UPLOAD = 64 * 1024 * 1024;
const MAX_FILES = 500;

export function uploadRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [
    { method: "GET", path: "/tai-len", access: "admin", handle: (context) => form(context, deps, []) },
    {
      ...{ method: "POST", path: "/tai-len", access: "admin" },
      before: bodyLimit({
        maxSize: MAX_UPLOAD,
        onError: () => {
          throw consoleError("console.upload_too_large", "The form is larger than may be sent at once.");
        },
      }),
      handle: (context) => upload(context, deps),
    },
  ];
}

async function form(context: ConsoleContext, deps: ConsoleDependencies, outcomes: UploadOutcome[]): Promise<Response> {
  const [view, collections] = [await viewOf(context, deps), await collectionsOf(deps.db)];
  const collection = context.req.query("nhom") ?? DEFAULT_COLLECTION;
  const page = uploadPage({ view, collections, collection, outcomes });
  return show(context, page, outcomes.length === 0 ? 200 : 422);
}

async function upload(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const { files, collection } = await readUpload(context);
  const { pairs, lonely } = pairSidecars(files);
  const outcomes: UploadOutcome[] = lonely.map((name) => ({
    name: `${name}.json`,
    fault: "Tệp mô tả .json không có văn bản cùng tên đi kèm.",
  }));
  const actor = context.get("session").name;
  for (const pair of pairs) outcomes.push(await acceptUpload(deps.db, pair, { collection, actor }));
  if (outcomes.some((outcome) => "jobId" in outcome)) deps.uploaded();
  if (!(context.req.header("accept") ?? "").includes("text/html")) {
    return context.json({ files: outcomes }, 200, { "Cache-Control": "no-store" });
  }
  const isClean = outcomes.every((outcome) => "jobId" in outcome);
  return isClean ? backTo(context, `${HOME}/cong-viec`, "nhan-tep") : form(context, deps, outcomes);
}

async function readUpload(context: ConsoleContext): Promise<{ files: UploadedFile[]; collection: string }> {
  const fields = await context.req.formData().catch((cause: unknown) => {
    throw consoleError("console.bad_form", `The body is no multipart form: ${String(cause)}`);
  });
  const given = fields.get("nhom");
  const collection = checkCollection(typeof given === "string" ? given : "");
  const files: UploadedFile[] = [];
  for (const entry of fields.getAll("tep")) {
    // A form that was sent with nothing chosen holds one file without a name.
    if (typeof entry === "string" || entry.name === "") continue;
    files.push({ name: entry.name, bytes: new Uint8Array(await entry.arrayBuffer()) });
  }
  if (files.length === 0) throw consoleError("console.no_file", "No file came with the form.");
  if (files.length > MAX_FILES) throw consoleError("console.upload_too_large", "Too many files in one form.");
  return { files, collection };
}
