import { AppError, type Database } from "../../retrieval/index.ts";

export type Role = "admin" | "reviewer";

/** Somebody who may sign in to the console. */
export interface Account {
  id: number;
  name: string;
  role: Role;
  createdBy: string;
  createdAt: Date;
  passwordChangedAt: Date;
  disabledAt: Date | null;
  /** Of those still open. */
  sessions: number;
}

export interface Credentials {
  id: number;
  name: string;
  role: Role;
  passwordHash: string;
  disabledAt: Date | null;
}

export interface NewAccount {
  name: string;
  role: Role;
  passwordHash: string;
  createdBy: string;
}

/** Throws `account.exists` or `account.bad_name`. */
export async function insertAccount(db: Database, account: NewAccount): Promise<number> {
  const name = checkName(account.name);
  const [row] = await db.query<{ id: number }>(
    `insert into admin_accounts (name, name_key, role, password_hash, created_by) values ($1, $2, $3, $4, $5)
     on conflict (name_key) do nothing returning id`,
    [name, keyOf(name), account.role, account.passwordHash, account.createdBy],
  );
  if (row !== undefined) return row.id;
  throw new AppError({
    code: "account.exists",
    message: `There is an account "${name}" already. Choose another name, or set its password.`,
    userMessage: `Đã có tài khoản “${name}”.`,
  });
}

export function listAccounts(db: Database): Promise<Account[]> {
  return db.query<Account>(
    `select a.id, a.name, a.role, a.created_by as "createdBy", a.created_at as "createdAt",
            a.password_changed_at as "passwordChangedAt", a.disabled_at as "disabledAt",
            (select count(*) from admin_sessions s where s.account_id = a.id and s.ended_at is null) as "sessions"
       from admin_accounts a order by a.id`,
  );
}

export async function findCredentials(db: Database, name: string): Promise<Credentials | null> {
  const [row] = await db.query<Credentials>(
    `select id, name, role, password_hash as "passwordHash", disabled_at as "disabledAt"
       from admin_accounts where name_key = $1`,
    [keyOf(name)],
  );
  return row ?? null;
}

/** Throws `account.not_found`. */
export async function requireCredentials(db: Database, name: string): Promise<Credentials> {
  const found = await findCredentials(db, name);
  if (found !== null) return found;
  throw new AppError({
    code: "account.not_found",
    message: `There is no account "${name}".`,
    userMessage: `Không có tài khoản “${name}”.`,
  });
}

export async function setPasswordHash(db: Database, id: number, passwordHash: string): Promise<void> {
  await db.query("update admin_accounts set password_hash = $2, password_changed_at = now() where id = $1", [
    id,
    passwordHash,
  ]);
}

/** The same password hashed at the present cost: no change of the password. */
export async function renewPasswordHash(db: Database, id: number, from: string, to: string): Promise<void> {
  await db.query("update admin_accounts set password_hash = $3 where id = $1 and password_hash = $2", [id, from, to]);
}

export async function setRole(db: Database, id: number, role: Role): Promise<void> {
  await db.query("update admin_accounts set role = $2 where id = $1", [id, role]);
}

export async function setDisabled(db: Database, id: number, disabled: boolean): Promise<void> {
  await db.query(
    "update admin_accounts set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1",
    [id, disabled],
  );
}

/** How many could still give rights to others: the last one may not lock everybody out. */
export async function countWorkingAdmins(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    "select count(*) as count from admin_accounts where role = 'admin' and disabled_at is null",
  );
  return row?.count ?? 0;
}

const keyOf = (name: string) => name.trim().normalize("NFC").toLocaleLowerCase("vi");

function checkName(given: string): string {
  const name = given.trim().normalize("NFC");
  if (/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(name)) return name;
  throw new AppError({
    code: "account.bad_name",
    message: `"${name.slice(0, 80)}" is no name for an account: use 1 to 64 letters, digits and . _ @ -`,
    userMessage: "Tên tài khoản chỉ gồm chữ, số và các dấu . _ @ -, dài nhất 64 ký tự.",
  });
}
