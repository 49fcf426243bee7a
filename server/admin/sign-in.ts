import { AppError, type Database } from "../../retrieval/index.ts";
import { type Credentials, findCredentials, renewPasswordHash, setPasswordHash } from "./accounts.ts";
import { recordAction } from "./actions.ts";
import { type Attempt, countAttempt, forgetAttempts, forgetOldAttempts } from "./attempts.ts";
import { LONGEST_PASSWORD, type Passwords } from "./passwords.ts";
import { beginSession, endSession, endSessionsOf, findSession, forgetOldSessions, type Session } from "./sessions.ts";

export interface SignInDependencies {
  db: Database;
  passwords: Passwords;
}

export interface SignIn {
  /** Returns the session's token. Throws `sign_in.refused` or `sign_in.too_many`. */
  enter(attempt: Attempt & { password: string }): Promise<string>;
  /** Null: nobody is signed in with this token. */
  whoIs(token: string): Promise<Session | null>;
  leave(session: Session): Promise<void>;
  /** Ends every session of the account, this one too. */
  leaveEverywhere(session: Session): Promise<void>;
  /** Ends all other sessions; returns the token of the one that goes on. Throws `sign_in.refused`, `password.…`. */
  changePassword(session: Session, change: PasswordChange): Promise<string>;
}

export interface PasswordChange {
  current: string;
  next: string;
  address: string | null;
}

export function createSignIn(deps: SignInDependencies): SignIn {
  const { db } = deps;
  return {
    enter: (attempt) => enter(deps, attempt),
    whoIs: (token) => findSession(db, token),
    leave: async (session) => {
      await endSession(db, session.id);
      await recordAction(db, { actor: session.name, action: "sign-out" });
    },
    leaveEverywhere: async (session) => {
      const sessions = await endSessionsOf(db, session.accountId);
      await recordAction(db, { actor: session.name, action: "sign-out.everywhere", detail: { sessions } });
    },
    changePassword: (session, change) => changePassword(deps, session, change),
  };
}

async function enter(deps: SignInDependencies, attempt: Attempt & { password: string }): Promise<string> {
  const { db } = deps;
  await countAttempt(db, attempt);
  const account = await verified(deps, attempt);
  if (account === null) {
    const known = await findCredentials(db, attempt.name);
    // Of an unknown name nothing is kept: it may be a password that was typed into the wrong field.
    await recordAction(db, { actor: known?.name ?? "?", action: "sign-in.refused" });
    throw refused();
  }
  await forgetAttempts(db, attempt);
  await Promise.all([forgetOldAttempts(db), forgetOldSessions(db)]);
  return db.transaction(async (tx) => {
    await recordAction(tx, { actor: account.name, action: "sign-in" });
    return beginSession(tx, account.id);
  });
}

async function verified(
  { db, passwords }: SignInDependencies,
  { name, password }: { name: string; password: string },
): Promise<Credentials | null> {
  const account = await findCredentials(db, name);
  // A long text costs time to hash; nobody has such a password.
  const right = await passwords.verify(password.slice(0, LONGEST_PASSWORD * 2), account?.passwordHash ?? null);
  if (account === null || !right || account.disabledAt !== null) return null;
  if (passwords.isOutdated(account.passwordHash)) {
    await renewPasswordHash(db, account.id, account.passwordHash, await passwords.hash(password));
  }
  return account;
}

async function changePassword(
  deps: SignInDependencies,
  session: Session,
  { current, next, address }: PasswordChange,
): Promise<string> {
  const { db, passwords } = deps;
  const hash = await passwords.choose(next);
  const attempt = { name: session.name, address };
  await countAttempt(db, attempt);
  if ((await verified(deps, { name: session.name, password: current })) === null) throw refused();
  await forgetAttempts(db, attempt);
  return db.transaction(async (tx) => {
    await setPasswordHash(tx, session.accountId, hash);
    await endSessionsOf(tx, session.accountId);
    await recordAction(tx, { actor: session.name, action: "account.password", target: session.name });
    return beginSession(tx, session.accountId);
  });
}

const refused = () =>
  new AppError({
    code: "sign_in.refused",
    message: "The name or the password is wrong, or the account is disabled.",
    userMessage: "Tên hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa.",
  });
