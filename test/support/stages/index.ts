import { freePort } from "../fleet.ts";
import { newFolder, type Program, run, type Settings, start } from "../program.ts";
import type { Stage } from "./stage.ts";
import { telegramStage } from "./telegram.ts";
import { zaloBotStage, zaloOaStage } from "./zalo.ts";

export { type Actor, hearing, type Stage } from "./stage.ts";

export const stages = { telegram: telegramStage, "zalo-oa": zaloOaStage, "zalo-bot": zaloBotStage } as const;

export interface Performance {
  stage: Stage;
  address: string;
  settings: Settings;
  server: Program;
  /** A new code for one person of the office. */
  invite(unit: string): Promise<string>;
  end(): Promise<void>;
}

/** Starts a platform's double and the server as a person would, and introduces them to each other. */
export async function perform(name: keyof typeof stages, settings: Settings = {}): Promise<Performance> {
  const stage = await stages[name]();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const all = {
    DATA_DIR: newFolder(),
    PORT: String(port),
    SECRET_KEY: "a secret key of nobody, for a demonstration",
    LOG_FORMAT: "json",
    ...stage.settings(address),
    ...settings,
  };
  await stage.connect(all);
  const server = start(["server/main.ts"], all);
  await server.printed(/is ready:/);
  await command(["channels", "set-webhook"], all);
  await stage.open(address);
  return {
    stage,
    address,
    settings: all,
    server,
    invite: (unit) => invite(unit, all),
    end: async () => {
      server.child.kill("SIGTERM");
      await server.finished;
      await stage.close();
    },
  };
}

/** A new code for one person of the office, made on the command line. */
export async function invite(unit: string, settings: Settings): Promise<string> {
  const out = await command(["admin", "invite", "--role", "official", "--unit", unit, "--expires", "7d"], settings);
  return /as a message: (\S+)/.exec(out)?.[1] ?? "";
}

async function command(args: string[], settings: Settings): Promise<string> {
  const { code, out, err } = await run(["server/cli.ts", ...args], settings);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${out}${err}`);
  return out;
}
