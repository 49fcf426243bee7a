import { type Actor, hearing, perform, stages } from "../test/support/stages/index.ts";

const UNIT = "Sở Tài chính tỉnh Lạng Sơn";

/** `npm run demo -- telegram|zalo-oa|zalo-bot`: a conversation with a double of the platform, as the person sees it. */
const name = process.argv[2];
if (name === undefined || !Object.hasOwn(stages, name)) {
  console.error(`Usage: npm run demo -- ${Object.keys(stages).join("|")}`);
  process.exit(2);
}

console.error(`Starting a double of ${name} and the server on an empty database…`);
const show = await perform(name as keyof typeof stages, { LOG_LEVEL: "silent" });
try {
  console.log(await play(show.stage.actor("Cán bộ"), await show.invite(UNIT)));
} finally {
  await show.end();
}

async function play(official: Actor, code: string): Promise<string> {
  const acts: (() => Promise<void>)[] = [
    () => official.says("Sở Tài chính phải làm gì theo Chỉ thị 07?"),
    () => official.enters(code),
    () => official.says("Sở Tài chính phải làm gì theo Chỉ thị 07?"),
    () => official.opensSource(2),
    () => official.says("chúng tôi phải làm gì?"),
    () => official.says("còn Sở Nội vụ?"),
    () => official.dislikes(),
    () => official.says("Chỉ thị 16/CT-TTg quy định gì?"),
    () => official.sendsSticker(),
    () => official.says("/toi"),
  ];
  for (const act of acts) {
    const before = official.heard().length;
    await act();
    // A 👎 on Telegram is answered by a toast, which is no message.
    if (act === acts[6] && name === "telegram") continue;
    await hearing(official, before + 1);
  }
  return official.chat();
}
