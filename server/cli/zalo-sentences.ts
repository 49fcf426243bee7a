import type { GrantOutcome } from "../../bot/index.ts";

/** What is known of the platform's OAuth numbers; few are documented. */
const KNOWN: Readonly<Record<string, string>> = {
  "-14003":
    "the redirect address is not registered or its domain is not verified. Verify the domain (ZALO_OA_VERIFICATION), " +
    "enter exactly ZALO_OA_REDIRECT_URI as the callback address of the app, and start again",
  "-14029": "the app is not approved or not active. Activate it at developers.zalo.me, and start again",
};

/** One clear sentence for each thing that can come of connecting or refreshing. */
export function outcomeSentence(outcome: GrantOutcome | { kind: "not_connected" }): string {
  switch (outcome.kind) {
    case "connected":
      return connected(outcome);
    case "no_code":
      return "There is no code in it. Paste the whole address to which the browser was sent, from https:// to its end.";
    case "other_attempt":
      return "Not accepted: this address belongs to another attempt (its state differs). Open the address above and agree again.";
    case "refused":
      return refused(outcome);
    case "unanswered":
      return "Zalo did not answer in time, so it is not known whether the code was used up. Check the connection and run npm run zalo -- connect again.";
    case "busy":
      return "Another process was refreshing the tokens all the time. Try again in a minute.";
    case "not_connected":
      return "There is no token to refresh. Run npm run zalo -- connect.";
  }
}

function connected({ account, withoutState }: Extract<GrantOutcome, { kind: "connected" }>): string {
  const who =
    account === null
      ? "its name could not be read just now"
      : `${account.name ?? "no name"}, id ${account.id ?? "unknown"}`;
  const note = withoutState
    ? "\nNote: the platform gave no state back; the code was tied to this attempt by PKCE alone."
    : "";
  return `Connected (${who}). The tokens are stored sealed; messages that were waiting are sent now.${note}`;
}

function refused({ code, at }: Extract<GrantOutcome, { kind: "refused" }>): string {
  const number = code === null ? "without a number" : `with ${code}`;
  const known = code === null ? undefined : KNOWN[code];
  if (known !== undefined) return `Zalo refused ${number}: ${known}.`;
  return at === "consent"
    ? `Zalo refused on the consent page ${number}. Agree as an admin of the Official Account, and start again.`
    : `Zalo refused to give tokens ${number}: the code or token was used already or is too old, or ZALO_OA_APP_SECRET is not the secret of app ZALO_OA_APP_ID. Run npm run zalo -- connect again.`;
}
