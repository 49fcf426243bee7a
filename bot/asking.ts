import type { Identity } from "./identity.ts";
import type { Incoming, Speaker } from "./message.ts";
import type { PersonRow, Role } from "./store/people.ts";
import type { SessionKeys } from "./store/turns.ts";

/** Who is at the other end of a message. */
export interface Person {
  key: string;
  /** Null at an open door, where nobody is enrolled. */
  enrolment: Pick<PersonRow, "role" | "enrolledAt" | "invitationId"> | null;
  unit: string | null;
}

/** A message of somebody who may ask. */
export interface Asking {
  incoming: Incoming;
  person: Person;
  session: SessionKeys;
}

export function keysOf(identity: Identity, { channel, conversation, sender }: Speaker): SessionKeys {
  return {
    conversationKey: identity.pseudonym("conversation", channel, conversation),
    personKey: identity.pseudonym("person", channel, sender),
  };
}

export function enrolledPerson({ key, unit, role, enrolledAt, invitationId }: PersonRow): Person {
  return { key, unit, enrolment: { role, enrolledAt, invitationId } };
}

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  official: "cán bộ",
  reviewer: "người rà soát",
  admin: "quản trị viên",
};

/** "cán bộ, Sở Tài chính tỉnh Lạng Sơn" */
export function roleAndUnit(role: Role, unit: string | null): string {
  return [ROLE_NAMES[role], unit].filter(Boolean).join(", ");
}
