import { freePort } from "../support/fleet.ts";
import { newPlace } from "../support/place.ts";
import { run, type Settings, start } from "../support/program.ts";
import { terminalActor } from "../support/stages/cli.ts";
import { invite, perform, type stages } from "../support/stages/index.ts";
import { browserActor } from "../support/stages/web.ts";
import type { Harness } from "./conversation.ts";

const UNIT = "Sở Tài chính tỉnh Lạng Sơn";
const SETTINGS = {
  SECRET_KEY: "a secret key of nobody, for the contract",
  QUESTIONS_PER_MINUTE: "1000",
  LOG_LEVEL: "silent",
};

/** A double of the platform and the real server, as a person would start it. */
export async function onPlatform(name: keyof typeof stages): Promise<Harness> {
  const place = await newPlace();
  const show = await perform(name, { ...SETTINGS, ...place.settings });
  const actor = (who: string) => {
    const { saysDelivered, sendsSticker, ...rest } = show.stage.actor(who);
    return { ...rest, saysDelivered, sendsSticker };
  };
  return {
    limit: show.stage.limit,
    stranger: actor("Người lạ"),
    official: actor("Cán bộ"),
    invite: () => show.invite(UNIT),
    end: show.end,
    open: place.open,
    drop: place.drop,
  };
}

/** The real server with pages for enrolled persons, and a browser. */
export async function onWeb(): Promise<Harness> {
  const place = await newPlace();
  const address = `http://127.0.0.1:${await freePort()}`;
  const settings: Settings = { ...SETTINGS, ...place.settings, WEB_CHAT: "enrolled", PORT: new URL(address).port };
  const server = start(["server/main.ts"], settings);
  await server.printed(/is ready:/);
  return {
    limit: null,
    stranger: browserActor(address),
    official: browserActor(address),
    invite: () => invite(UNIT, settings),
    end: async () => {
      server.child.kill("SIGTERM");
      await server.finished;
    },
    open: place.open,
    drop: place.drop,
  };
}

/** The command line alone, with the samples indexed. */
export async function onCommandLine(): Promise<Harness> {
  const place = await newPlace();
  const settings = { ...place.settings, LOG_LEVEL: "silent" };
  await run(["server/cli.ts", "index", "samples"], settings);
  const official = terminalActor(settings);
  return {
    limit: null,
    stranger: null,
    official,
    invite: null,
    end: async () => {
      const code = await official.leaves();
      if (code !== 0) throw new Error(`ask --chat ended with ${code}:\n${official.chat()}`);
    },
    open: place.open,
    drop: place.drop,
  };
}
