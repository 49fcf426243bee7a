import type { Setting } from "./setting.ts";
import { settingGroups } from "./settings.ts";

const HEAD = [
  "# Every setting. Made from server/config/ by: npm run env-example",
  "# Copy to .env and fill in what you need; the npm scripts and compose.yaml read it. What is already set in the",
  "# environment wins. A line that begins with # shows the default.",
];

/** Read by compose.yaml itself and by none of our programs. */
const COMPOSE = [
  "# --- compose.yaml only",
  "",
  "# Password of the database that compose.yaml starts: letters and digits only (openssl rand -hex 24).",
  "POSTGRES_PASSWORD=",
];

/** The text of `.env.example`. */
export function envExample(): string {
  const groups = settingGroups.map(({ title, settings }) => [`# --- ${title}`, ...settings.flatMap(lines)]);
  return `${[HEAD, ...groups, COMPOSE].map((part) => part.join("\n")).join("\n\n")}\n`;
}

function lines({ env, doc, shownDefault, schema }: Setting<unknown>): string[] {
  const literal = shownDefault !== "" && same(schema.safeParse(shownDefault), schema.safeParse(undefined));
  // In parentheses it is a name for "not set", which the sentence explains.
  const words = literal || /^$|^\(/.test(shownDefault) ? doc : `${doc} Default: ${shownDefault}.`;
  return ["", `# ${words}`, literal ? `# ${env}=${shownDefault}` : `${env}=`];
}

/** True for a default that can be written as a value, false for one in words such as "(embedded)". */
function same(one: { data?: unknown }, other: { data?: unknown }): boolean {
  return one.data !== undefined && one.data === other.data;
}
