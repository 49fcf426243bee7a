import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directive } from "../support/console-documents.ts";
import {
  type ConsoleServer,
  openConsoleServer,
  sendFiles,
  settledJob,
  startConsole,
} from "../support/console-server.ts";
import { newPlace, type Place } from "../support/place.ts";

let place: Place;
let server: ConsoleServer;

beforeAll(async () => {
  place = await newPlace();
  server = await startConsole(place.settings);
});
afterAll(async () => {
  await server.stop();
  await place.drop();
});

const FILES = 12;
/** Long enough that reading all of them takes a while. */
const clauses = Object.fromEntries(
  ["Sở Xây dựng", "Sở Tài chính", "Sở Y tế", "Sở Nội vụ", "Sở Công Thương"].map((agency) => [
    agency,
    Array.from({ length: 60 }, (_, index) => `Chủ trì rà soát việc thứ ${index}, báo cáo trước ngày 30/6/2024.`).join(
      "\n\n",
    ),
  ]),
);
const file = (index: number) => ({
  name: `van-ban-${index}.txt`,
  bytes: new TextEncoder().encode(directive(`${index + 1}/KH-UBND`, clauses)),
});

describe("a server that is killed while uploads are read", () => {
  it("goes on after the restart: every file is read, none twice, nothing is lost", async () => {
    const ids: number[] = [];
    for (let index = 0; index < FILES; index += 1) {
      const [sent] = await sendFiles(server, [file(index)], "thử");
      ids.push(sent?.jobId ?? 0);
    }
    await settledJob(server, ids[1] ?? 0);
    await server.kill();
    await releaseLeases();
    server = await openConsoleServer(server.settings);
    const jobs = await Promise.all(ids.map((id) => settledJob(server, id)));
    expect(jobs.map(({ state }) => state)).toEqual(ids.map(() => "done"));
    // A file whose worker died after it was stored is found to be there: "unchanged", and still one version.
    expect(jobs.filter(({ outcome }) => outcome === "pending").length).toBeGreaterThanOrEqual(FILES - 1);
    const page = await (await server.request("/quan-tri/cho-duyet", { headers: { Accept: "text/html" } })).text();
    const waiting = [...page.matchAll(/name="ban" value="(\d+)"/g)].map(([, id]) => id);
    expect(new Set(waiting).size).toBe(FILES);
    expect(waiting).toHaveLength(FILES);
  });

  it("keeps whoever is signed in, since sessions are in the database", async () => {
    expect((await server.request("/quan-tri")).status).toBe(200);
  });
});

/** What a minute of waiting does: the dead worker's lease runs out. */
async function releaseLeases(): Promise<void> {
  const db = await place.open();
  await db.query("update ingest_jobs set lease_until = now() where state = 'running'");
  await db.close();
}
