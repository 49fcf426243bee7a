import { listAccounts } from "../admin/index.ts";
import type { SessionCookie } from "./cookies.ts";
import { consoleProblem } from "./faults.ts";
import { readForm } from "./forms.ts";
import { pathAfterSignIn, SIGN_IN } from "./guard.ts";
import { signInPage } from "./pages/sign-in.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";

export function signInRoutes(deps: ConsoleDependencies, cookie: SessionCookie): ConsoleRoute[] {
  const { signIn } = deps;
  return [
    { method: "GET", path: "/dang-nhap", access: "anyone", handle: (context) => askName(context, deps) },
    { method: "POST", path: "/dang-nhap", access: "anyone", handle: (context) => enter(context, deps, cookie) },
    {
      method: "POST",
      path: "/dang-xuat",
      access: "reviewer",
      handle: async (context) => {
        await signIn.leave(context.get("session"));
        cookie.remove(context);
        return context.redirect(SIGN_IN, 303);
      },
    },
  ];
}

async function askName(context: ConsoleContext, { db }: ConsoleDependencies): Promise<Response> {
  const next = pathAfterSignIn(context.req.query("tiep") ?? null);
  const hasAccounts = (await listAccounts(db)).length > 0;
  return show(context, signInPage({ name: "", fault: null, next, hasAccounts }));
}

async function enter(context: ConsoleContext, deps: ConsoleDependencies, cookie: SessionCookie): Promise<Response> {
  const form = await readForm(context);
  const [name, password] = [form.text("ten"), form.raw("mat-khau")];
  const next = pathAfterSignIn(form.optional("tiep"));
  try {
    cookie.write(context, await deps.signIn.enter({ name, password, address: deps.addressOf(context) }));
    return context.redirect(next, 303);
  } catch (error) {
    const { status, detail, code } = consoleProblem(error);
    if (!code.startsWith("sign_in.")) throw error;
    return show(context, signInPage({ name, fault: detail, next, hasAccounts: true }), status);
  }
}
