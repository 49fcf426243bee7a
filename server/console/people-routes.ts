import type { CreatedInvitation, Invitations, People, Role } from "../../bot/index.ts";
import { recordAction } from "../admin/index.ts";
import { consoleError } from "./faults.ts";
import { idOf, readForm } from "./forms.ts";
import { HOME } from "./guard.ts";
import { type NewInvitation, peoplePage } from "./pages/people.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const PAGE = `${HOME}/nguoi-dung`;
const ROLES: readonly Role[] = ["official", "reviewer", "admin"];
const DAY_MS = 86_400_000;

/** Who may ask: invitations, and people who have used one. */
export function peopleRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  const change = (path: string, handle: ConsoleRoute["handle"]): ConsoleRoute => ({
    ...{ method: "POST", path: `/nguoi-dung${path}`, access: "admin", handle },
  });
  return [
    { method: "GET", path: "/nguoi-dung", access: "admin", handle: (context) => list(context, deps, null) },
    change("/moi", (context) => invite(context, deps)),
    change("/giay-moi/:id/thu-hoi", async (context) => {
      const id = idOf(context);
      await enrolmentOf(deps).invitations.revoke(id);
      return done(context, deps, { action: "invitation.revoke", target: `${id}`, words: "thu-hoi" });
    }),
    change("/:id/xoa", async (context) => {
      const id = idOf(context);
      await enrolmentOf(deps).people.remove(id);
      return done(context, deps, { action: "person.remove", target: `${id}`, words: "xoa-nguoi" });
    }),
    change("/:id/xoa-loi", async (context) => {
      // Writes its own line of who did what, in its transaction.
      await deps.erase({ personId: idOf(context) }, context.get("session").name);
      return backTo(context, PAGE, "xoa-loi");
    }),
  ];
}

interface Change {
  action: string;
  target: string;
  words: "thu-hoi" | "xoa-nguoi";
}

async function done(
  context: ConsoleContext,
  { db }: ConsoleDependencies,
  { action, target, words }: Change,
): Promise<Response> {
  await recordAction(db, { actor: context.get("session").name, action, target });
  return backTo(context, PAGE, words);
}

async function list(
  context: ConsoleContext,
  deps: ConsoleDependencies,
  created: NewInvitation | null,
): Promise<Response> {
  const { enrolment } = deps;
  const view = await viewOf(context, deps);
  if (enrolment === null) return show(context, peoplePage({ view, enrolment: null, created: null }));
  const [invitations, people] = [await enrolment.invitations.list(), await enrolment.people.list()];
  return show(context, peoplePage({ view, enrolment: { invitations: invitations.toReversed(), people }, created }));
}

async function invite(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const form = await readForm(context);
  const actor = context.get("session").name;
  const role = form.oneOf("vai-tro", ROLES);
  const unit = form.optional("don-vi");
  const days = Math.min(Math.max(form.id("ngay"), 1), 90);
  const invitations = enrolmentOf(deps).invitations;
  const made = await invitations.create({ role, unit, expiresInMs: days * DAY_MS, createdBy: actor });
  await recordAction(deps.db, {
    ...{ actor, action: "invitation.create", target: `${made.invitation.id}`, detail: { role, unit } },
  });
  // Shown in the answer to the form and nowhere else: the code is not stored, so no later page could.
  return list(context, deps, { code: made.code, invitation: made.invitation, links: await linksOf(deps, made) });
}

function enrolmentOf({ enrolment }: ConsoleDependencies): { invitations: Invitations; people: People } {
  if (enrolment !== null) return enrolment;
  throw consoleError("console.not_available", "SECRET_KEY is not set: invitations are stored under it.");
}

/** A platform that does not answer now costs the link, not the invitation. */
async function linksOf({ channels }: ConsoleDependencies, { deepLinkPayload }: CreatedInvitation): Promise<string[]> {
  const links = channels.map((channel) => channel.inviteLink?.(deepLinkPayload).catch(() => null) ?? null);
  return (await Promise.all(links)).filter((link) => link !== null);
}
