import type { Channel, ChannelStatus } from "../../bot/index.ts";
import { AppError } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { faultSentence } from "../process/fault.ts";
import type { Runtime } from "../runtime.ts";
import type { Output } from "./command.ts";
import { usageError } from "./usage.ts";

/** `channels status`, `channels set-webhook [NAME]`, `channels delete-webhook [NAME]`. Returns the exit code. */
export async function runChannels(
  args: readonly string[],
  { config, runtime, stdout }: { config: Config; runtime: Runtime; stdout: Output },
): Promise<number> {
  const [command, name, ...more] = args;
  if (more.length > 0) throw usageError("Give one channel at the most.");
  const channels = chosen(runtime.channels, name);
  const say = (line: string) => void stdout.write(`${line}\n`);
  switch (command) {
    case "status":
      return status(channels, runtime, say);
    case "set-webhook":
      return each(channels, say, (channel) => setWebhook(channel, config));
    case "delete-webhook":
      return each(channels, say, async (channel) => (await channel.deleteWebhook?.()) ?? NOTHING_TO_SET);
    default:
      throw usageError(
        command === undefined ? "No channels command given." : `There is no command channels ${command}.`,
      );
  }
}

const NOTHING_TO_SET = "its webhook is set by hand; docs/zalo-oa.md says where";

function chosen(channels: readonly Channel[], name: string | undefined): readonly Channel[] {
  if (channels.length === 0) {
    throw new AppError({
      code: "channels.none",
      message: "No channel is configured: set TELEGRAM_BOT_TOKEN, ZALO_OA_APP_ID or ZALO_BOT_TOKEN (.env.example).",
    });
  }
  if (name === undefined) return channels;
  const found = channels.filter((channel) => channel.name === name);
  if (found.length > 0) return found;
  throw usageError(`${name} is not configured here; there is ${channels.map((channel) => channel.name).join(", ")}.`);
}

async function status(channels: readonly Channel[], runtime: Runtime, say: (line: string) => void): Promise<number> {
  const [depths, states] = await Promise.all([runtime.depth(), runtime.channelStates()]);
  let reachable = true;
  for (const channel of channels) {
    const found = await statusOf(channel);
    reachable &&= found.reachable;
    say(`${channel.name} (${found.mode}): ${found.reachable ? "reachable" : "NOT reachable"}`);
    for (const line of found.lines) say(`  ${line}`);
    const state = states.find((row) => row.channel === channel.name);
    if (state?.blockedReason) say(`  sending is stopped: ${state.blockedReason}; what is to be sent waits`);
    else if (state?.pausedUntil) say(`  sending is paused until ${state.pausedUntil.toISOString()}`);
    for (const { queue, state: at, count, oldestSeconds } of depths.filter((row) => row.channel === channel.name)) {
      say(`  ${queue} ${at}: ${count}, the oldest for ${Math.round(oldestSeconds)} s`);
    }
  }
  return reachable ? 0 : 1;
}

async function statusOf(channel: Channel): Promise<ChannelStatus> {
  try {
    return await channel.status();
  } catch (error) {
    return { channel: channel.name, mode: "unknown", lines: [faultSentence(error)], reachable: false };
  }
}

async function setWebhook(channel: Channel, { publicUrl }: Config): Promise<string> {
  if (channel.poll !== undefined) return "polls, so that it needs no webhook; nothing was set";
  if (publicUrl === null) throw new AppError({ code: "channels.no_address", message: "PUBLIC_URL is not set." });
  return (await channel.setWebhook?.(`${publicUrl}/webhooks/${channel.name}`)) ?? NOTHING_TO_SET;
}

/** One that fails does not keep the others from being set. */
async function each(
  channels: readonly Channel[],
  say: (line: string) => void,
  act: (channel: Channel) => Promise<string>,
): Promise<number> {
  let failed = false;
  for (const channel of channels) {
    try {
      say(`${channel.name}: ${await act(channel)}`);
    } catch (error) {
      failed = true;
      say(`${channel.name}: failed. ${faultSentence(error)}`);
    }
  }
  return failed ? 1 : 0;
}
