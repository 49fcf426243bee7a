import { findCredentials, listAccounts, listActions, type Role } from "../admin/index.ts";
import type { SessionCookie } from "./cookies.ts";
import { consoleError, consoleProblem } from "./faults.ts";
import { type Form, readForm, wholeNumber } from "./forms.ts";
import { HOME, SIGN_IN } from "./guard.ts";
import { accountPage } from "./pages/account.ts";
import { actionsPage } from "./pages/actions.ts";
import { type Status, show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const PAGE = `${HOME}/tai-khoan`;
const ROLES: readonly Role[] = ["admin", "reviewer"];

/** One's own password and sessions, for admins the accounts of others and the log of actions. */
export function accountRoutes(deps: ConsoleDependencies, cookie: SessionCookie): ConsoleRoute[] {
  const own = (path: string, handle: ConsoleRoute["handle"]): ConsoleRoute => ({
    ...{ method: "POST", path: `/tai-khoan${path}`, handle },
    access: "reviewer",
  });
  const others = (path: string, change: (form: Form, actor: string) => Promise<void>): ConsoleRoute => ({
    ...{ method: "POST", path: `/tai-khoan${path}`, access: "admin" },
    handle: async (context) => {
      await change(await readForm(context), context.get("session").name);
      return backTo(context, PAGE, "tai-khoan");
    },
  });
  return [
    { method: "GET", path: "/tai-khoan", access: "reviewer", handle: (context) => account(context, deps, null) },
    own("/mat-khau", (context) => changePassword(context, deps, cookie)),
    own("/dang-xuat-moi-noi", async (context) => {
      await deps.signIn.leaveEverywhere(context.get("session"));
      cookie.remove(context);
      return context.redirect(SIGN_IN, 303);
    }),
    others("/them", (form, actor) => addAccount(deps, form, actor)),
    others("/vai-tro", (form, actor) =>
      deps.accounts.setRole({ name: form.text("ten"), role: form.oneOf("vai-tro", ROLES), actor }),
    ),
    others("/khoa", (form, actor) =>
      deps.accounts.setDisabled({ name: form.text("ten"), disabled: form.text("khoa") === "co", actor }),
    ),
    others("/dat-lai", (form, actor) => resetPassword(deps, form, actor)),
    { method: "GET", path: "/nhat-ky", access: "admin", handle: (context) => actions(context, deps) },
  ];
}

async function account(
  context: ConsoleContext,
  deps: ConsoleDependencies,
  fault: string | null,
  status: Status = 200,
): Promise<Response> {
  const view = await viewOf(context, deps);
  const accounts = view.session.role === "admin" ? await listAccounts(deps.db) : null;
  return show(context, accountPage({ view, accounts, fault }), status);
}

async function changePassword(
  context: ConsoleContext,
  deps: ConsoleDependencies,
  cookie: SessionCookie,
): Promise<Response> {
  const form = await readForm(context);
  const next = form.raw("mat-khau-moi");
  try {
    if (next !== form.raw("nhap-lai")) throw differ();
    const change = { current: form.raw("mat-khau"), next, address: deps.addressOf(context) };
    cookie.write(context, await deps.signIn.changePassword(context.get("session"), change));
    return backTo(context, PAGE, "mat-khau");
  } catch (error) {
    const { status, detail } = consoleProblem(error);
    if (status >= 500) throw error;
    return account(context, deps, detail, status);
  }
}

async function addAccount({ accounts, passwords }: ConsoleDependencies, form: Form, actor: string): Promise<void> {
  const passwordHash = await passwords.choose(form.raw("mat-khau"));
  await accounts.add({ name: form.text("ten"), role: form.oneOf("vai-tro", ROLES), passwordHash, actor });
}

async function resetPassword(
  { db, accounts, passwords }: ConsoleDependencies,
  form: Form,
  actor: string,
): Promise<void> {
  const name = form.text("ten");
  const account = await findCredentials(db, name);
  if (account === null) throw consoleError("console.not_found", "No such account.");
  // Whoever sits down at an admin's open page must not get the account by it.
  if (account.name === actor) throw consoleError("console.own_password", "The own password needs the present one.");
  await accounts.setPassword({ name, passwordHash: await passwords.choose(form.raw("mat-khau")), actor });
}

async function actions(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const before = wholeNumber(context.req.query("truoc"));
  const limit = 100;
  const found = await listActions(deps.db, { before, limit });
  return show(
    context,
    actionsPage({ view: await viewOf(context, deps), actions: found, isFull: found.length === limit }),
  );
}

const differ = () =>
  consoleError("console.bad_form", "The two new passwords differ.", "Hai lần nhập mật khẩu mới không giống nhau.");
