import { startZaloBotDouble } from "../platforms/zalo-bot/index.ts";
import { startZaloOaDouble } from "../platforms/zalo-oa/index.ts";
import { type Settings, start } from "../program.ts";
import type { Actor, Stage } from "./stage.ts";

interface Line {
  from: "user" | "bot";
  text: string;
}

interface Person {
  says(text: string, options?: { times: number }): Promise<unknown>;
  sendsSticker(): Promise<unknown>;
}

/** No buttons on Zalo: everything is typed. */
function typing(person: Person, lines: () => Line[]): Actor {
  return {
    says: async (text) => void (await person.says(text)),
    saysDelivered: async (text, times) => void (await person.says(text, { times })),
    opensSource: async (n) => void (await person.says(String(n))),
    dislikes: async () => void (await person.says("👎")),
    enters: async (code) => void (await person.says(code)),
    sendsSticker: async () => void (await person.sendsSticker()),
    heard: () => lines().flatMap(({ from, text }) => (from === "bot" ? [text] : [])),
    chat: () =>
      lines()
        .map(({ from, text }) => `${from === "bot" ? "Bot" : "Cán bộ"}: ${text}`)
        .join("\n\n"),
  };
}

export async function zaloBotStage(): Promise<Stage> {
  const double = await startZaloBotDouble();
  return {
    channel: "zalo-bot",
    limit: 2000,
    settings: (address) => ({
      PUBLIC_URL: address,
      ZALO_BOT_TOKEN: double.token,
      ZALO_BOT_WEBHOOK_SECRET: "secret-of-the-stage",
      ZALO_BOT_API_ROOT: double.apiRoot,
    }),
    connect: async () => {},
    open: async () => {},
    actor: (name) => typing(double.user(name), () => double.transcript(name)),
    close: () => double.close(),
  };
}

export async function zaloOaStage(): Promise<Stage> {
  const double = await startZaloOaDouble({ redeliverAfterMs: [500, 1_000] });
  return {
    channel: "zalo-oa",
    limit: 2000,
    settings: (address) => ({
      PUBLIC_URL: address,
      ZALO_OA_APP_ID: double.appId,
      ZALO_OA_APP_SECRET: double.appSecret,
      ZALO_OA_SECRET_KEY: double.oaSecretKey,
      ZALO_OA_API_ROOT: double.apiRoot,
      ZALO_OA_OAUTH_ROOT: double.oauthRoot,
    }),
    connect: (settings) => connect(settings, double.agree),
    open: async (address) => {
      if (!(await double.setWebhook(`${address}/webhooks/zalo-oa`))) throw new Error("the console refused the webhook");
    },
    actor: (name) => typing(double.user(name), () => double.transcript(name)),
    close: () => double.close(),
  };
}

/** As an admin does it: open the address that the command prints, agree, paste where the browser was sent. */
async function connect(settings: Settings, agree: (consentUrl: string) => Promise<string>): Promise<void> {
  const program = start(["server/cli.ts", "zalo", "connect"], settings, null);
  const [url] = await program.printed(/^http\S+$/m);
  program.child.stdin?.end(`${await agree(url)}\n`);
  const { code, out, err } = await program.finished;
  if (code !== 0) throw new Error(`zalo connect ended with ${code}: ${out}${err}`);
}
