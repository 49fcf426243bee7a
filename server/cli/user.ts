import { userInfo } from "node:os";
import type { Speaker } from "../../bot/index.ts";

/** Who runs the command, as the operating system names them; a container's user may have no name. */
export function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}

/** One conversation a user: "/nguon 2" in one terminal is about the answer that was given in another. */
export const cliSpeaker = (user: string): Speaker => ({ channel: "cli", conversation: user, sender: user });
