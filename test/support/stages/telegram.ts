import { startTelegramDouble } from "../platforms/telegram/index.ts";
import type { Stage } from "./stage.ts";

export async function telegramStage(): Promise<Stage> {
  const double = await startTelegramDouble();
  const secret = "secret-of-the-stage";
  return {
    channel: "telegram",
    limit: 4096,
    settings: (address) => ({
      PUBLIC_URL: address,
      TELEGRAM_BOT_TOKEN: double.token,
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_API_ROOT: double.apiRoot,
    }),
    connect: async () => {},
    open: async () => {},
    actor: (name) => {
      const user = double.user(name);
      return {
        says: async (text) => void user.says(text),
        saysDelivered: async (text, times) => {
          const { updateId } = user.says(text);
          for (let again = 1; again < times; again += 1) await double.redeliver(updateId);
        },
        opensSource: async (n) => void user.presses(`[${n}]`),
        dislikes: async () => void (await user.presses("👎").acknowledged),
        enters: async (code) => void user.starts(code.replaceAll("-", "")),
        sendsSticker: async () => void user.sends("sticker"),
        heard: () => double.said(user.chat),
        chat: () => double.print(user.chat),
      };
    },
    close: () => double.close(),
  };
}
