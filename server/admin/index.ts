export { type Account, findCredentials, listAccounts, type Role } from "./accounts.ts";
export { type AdminAction, listActions, type NewAdminAction, recordAction } from "./actions.ts";
export { type AliasRequest, addAlias, withdrawAlias } from "./aliases.ts";
export { createAccountManagement, type ManageAccounts } from "./manage-accounts.ts";
export { createPasswords, type Passwords } from "./passwords.ts";
export type { Session } from "./sessions.ts";
export { createSignIn, type SignIn } from "./sign-in.ts";
