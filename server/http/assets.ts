import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Context } from "hono";
import { requestError } from "./problem.ts";

interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  etag: string;
}

export type Assets = ReadonlyMap<string, Asset>;

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
};

/** Read once: they are few and small, and a request can then never name a path. */
export function loadAssets(folder: string): Assets {
  const files = readdirSync(folder).filter((name) => extname(name) in types);
  return new Map(
    files.map((name) => {
      const body = new Uint8Array(readFileSync(join(folder, name)));
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      return [name, { body, type: types[extname(name)] as string, etag }];
    }),
  );
}

export function sendAsset(context: Context, assets: Assets): Response {
  const asset = assets.get(context.req.param("name") ?? "");
  if (asset === undefined) throw requestError("page.not_found", "No such asset.");
  const headers = { "Content-Type": asset.type, ETag: asset.etag, "Cache-Control": "no-cache" };
  if (context.req.header("if-none-match") === asset.etag) return context.body(null, 304, headers);
  return context.body(asset.body, 200, headers);
}
