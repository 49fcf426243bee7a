import { AppError, type Database } from "../../retrieval/index.ts";
import {
  countWorkingAdmins,
  insertAccount,
  type Role,
  requireCredentials,
  setDisabled,
  setPasswordHash,
  setRole,
} from "./accounts.ts";
import { recordAction } from "./actions.ts";
import { checkHash } from "./passwords.ts";
import { endSessionsOf } from "./sessions.ts";

export interface ManageAccounts {
  /** Throws `account.exists`, `account.bad_name`, `password.unreadable_hash`. */
  add(account: { name: string; role: Role; passwordHash: string; actor: string }): Promise<void>;
  /** Ends the account's sessions. Throws `account.not_found`, `password.unreadable_hash`. */
  setPassword(change: { name: string; passwordHash: string; actor: string }): Promise<void>;
  /** Throws `account.not_found`, `account.last_admin`. */
  setRole(change: { name: string; role: Role; actor: string }): Promise<void>;
  /** A disabled account signs in no more, and its sessions end. Throws `account.not_found`, `account.last_admin`. */
  setDisabled(change: { name: string; disabled: boolean; actor: string }): Promise<void>;
}

/**
 * Accounts as the command line and the console change them, each change with its line in the log. Passwords come hashed
 * (`Passwords.choose`): the command line hashes where the password is typed and hands on nothing else.
 */
export function createAccountManagement(db: Database): ManageAccounts {
  return {
    add: async ({ name, role, passwordHash, actor }) => {
      checkHash(passwordHash);
      await db.transaction(async (tx) => {
        await insertAccount(tx, { name, role, passwordHash, createdBy: actor });
        await recordAction(tx, { actor, action: "account.add", target: name, detail: { role } });
      });
    },
    setPassword: async ({ name, passwordHash, actor }) => {
      checkHash(passwordHash);
      await db.transaction(async (tx) => {
        const account = await requireCredentials(tx, name);
        await setPasswordHash(tx, account.id, passwordHash);
        await endSessionsOf(tx, account.id);
        await recordAction(tx, { actor, action: "account.password", target: account.name });
      });
    },
    setRole: ({ name, role, actor }) =>
      db.transaction(async (tx) => {
        const account = await requireCredentials(tx, name);
        await setRole(tx, account.id, role);
        await checkAdminLeft(tx);
        await recordAction(tx, { actor, action: "account.role", target: account.name, detail: { role } });
      }),
    setDisabled: ({ name, disabled, actor }) =>
      db.transaction(async (tx) => {
        const account = await requireCredentials(tx, name);
        await setDisabled(tx, account.id, disabled);
        await checkAdminLeft(tx);
        if (disabled) await endSessionsOf(tx, account.id);
        await recordAction(tx, {
          actor,
          action: disabled ? "account.disable" : "account.enable",
          target: account.name,
        });
      }),
  };
}

async function checkAdminLeft(tx: Database): Promise<void> {
  // Two admins who take each other's rights at the same moment would both see the other one left.
  await tx.query("select id from admin_accounts where role = 'admin' order by id for update");
  if ((await countWorkingAdmins(tx)) > 0) return;
  throw new AppError({
    code: "account.last_admin",
    message: "This is the last admin account that works; make another one first.",
    userMessage: "Đây là tài khoản quản trị cuối cùng còn dùng được; hãy tạo tài khoản khác trước.",
  });
}
