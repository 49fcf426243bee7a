import type { Channel, ChannelStatus } from "../../bot/index.ts";
import { channelsPage } from "./pages/channels.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { viewOf } from "./view.ts";

export function channelRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [{ method: "GET", path: "/kenh", access: "reviewer", handle: (context) => channels(context, deps) }];
}

async function channels(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const [depths, states] = [await deps.depth(), await deps.channelStates()];
  const found = await Promise.all(deps.channels.map(statusOf));
  return show(context, channelsPage({ view: await viewOf(context, deps), channels: found, depths, states }));
}

/** What a fault says may hold an address with a token in it: only that there was one is shown. */
async function statusOf(channel: Channel): Promise<ChannelStatus> {
  try {
    return await channel.status();
  } catch {
    return { channel: channel.name, mode: "unknown", lines: [], reachable: false };
  }
}
