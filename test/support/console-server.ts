import { newFolder, type Program, run, type Settings, start } from "./program.ts";

export const CONSOLE_ACCOUNT = { name: "quan-tri", password: "một câu dễ nhớ 12" };

/** The real program with an admin account in its database, made by the command line. */
export interface ConsoleServer {
  address: string;
  program: Program;
  settings: Settings;
  /** A request as the browser of somebody who is signed in sends it. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Ends it without a word. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startConsole(extra: Settings = {}): Promise<ConsoleServer> {
  const settings = { DATA_DIR: newFolder(), PORT: "0", SAMPLES: "no", LOG_LEVEL: "warn", ...extra };
  const { name, password } = CONSOLE_ACCOUNT;
  const made = await run(
    ["server/cli.ts", "admin", "account", "add", name, "--role", "admin"],
    settings,
    `${password}\n`,
  );
  if (made.code !== 0) throw new Error(`The account could not be made: ${made.err}`);
  return openConsoleServer(settings);
}

/** Starts the program on a database that has the account already. */
export async function openConsoleServer(settings: Settings): Promise<ConsoleServer> {
  const program = start(["server/main.ts"], settings);
  const address = (await program.printed(/ready: (http:\S+)/))[1] as string;
  const cookie = await signIn(address);
  return {
    address,
    program,
    settings,
    request: (path, init = {}) =>
      fetch(`${address}${path}`, {
        redirect: "manual",
        ...init,
        headers: { Cookie: cookie, Origin: address, ...(init.headers as Record<string, string>) },
      }),
    kill: async () => {
      program.child.kill("SIGKILL");
      await program.finished;
    },
    stop: async () => {
      program.child.kill("SIGTERM");
      await program.finished;
    },
  };
}

async function signIn(address: string): Promise<string> {
  const { name, password } = CONSOLE_ACCOUNT;
  const response = await fetch(`${address}/quan-tri/dang-nhap`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: address },
    body: new URLSearchParams({ ten: name, "mat-khau": password }),
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`Nobody was signed in: ${response.status} ${await response.text()}`);
  return cookie;
}

export interface FileToSend {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface SentFile {
  name: string;
  jobId?: number;
  fault?: string;
}

/** One form with these files, as the page's script sends them. */
export async function sendFiles(
  server: ConsoleServer,
  files: readonly FileToSend[],
  collection: string,
): Promise<SentFile[]> {
  const form = new FormData();
  for (const { name, bytes } of files) form.append("tep", new File([bytes], name));
  form.append("nhom", collection);
  const response = await server.request("/quan-tri/tai-len", {
    method: "POST",
    body: form,
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(`The upload was refused: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { files: SentFile[] }).files;
}

export interface SettledJob {
  id: number;
  state: string;
  outcome: string | null;
  fault: string | null;
  versionId: number | null;
}

/** The job once it is over. */
export async function settledJob(server: ConsoleServer, id: number): Promise<SettledJob> {
  for (;;) {
    const response = await server.request(`/quan-tri/cong-viec/${id}`, { headers: { Accept: "application/json" } });
    const job = (await response.json()) as SettledJob;
    if (job.state !== "waiting" && job.state !== "running") return job;
    // The live log ends when the job does.
    await (await server.request(`/quan-tri/cong-viec/${id}/dong`)).text();
  }
}

/** Approves these waiting versions as the queue's form does; returns the page. */
export async function approve(server: ConsoleServer, versionIds: readonly number[]): Promise<string> {
  const body = new URLSearchParams(versionIds.map((id): [string, string] => ["ban", String(id)]));
  const response = await server.request("/quan-tri/cho-duyet", {
    method: "POST",
    body,
    headers: { Accept: "text/html" },
  });
  return response.text();
}
