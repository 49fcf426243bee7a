import { AppError, type Database } from "../retrieval/index.ts";
import { bareCode, newCode } from "./codes.ts";
import type { Identity } from "./identity.ts";
import { type InvitationRow, insertInvitation, markRevoked, selectInvitations } from "./store/invitations.ts";
import type { Role } from "./store/people.ts";

export interface InvitationRequest {
  role: Role;
  /** "Sở Tài chính tỉnh Lạng Sơn"; null for somebody of no office. */
  unit: string | null;
  expiresInMs: number;
  /** Who invites: "cli", or the key of an admin. */
  createdBy: string;
}

/** The code is told once and is nowhere stored. */
export interface CreatedInvitation {
  invitation: InvitationRow;
  /** To type: "K7QM-29XT-HB4R". */
  code: string;
  /** To put into a link: `https://t.me/<bot>?start=<deepLinkPayload>`. */
  deepLinkPayload: string;
}

export interface Invitations {
  create(request: InvitationRequest): Promise<CreatedInvitation>;
  /** Oldest first, used and expired ones too. */
  list(): Promise<InvitationRow[]>;
  /** @throws AppError `invitation.not_open` when it was used, revoked or never made. */
  revoke(id: number): Promise<void>;
}

const LONGEST_UNIT = 120;
const LONGEST_LIFE_MS = 366 * 24 * 3_600_000;

export function createInvitations({ db, identity }: { db: Database; identity: Identity }): Invitations {
  return {
    async create({ role, unit, expiresInMs, createdBy }) {
      const code = newCode();
      const invitation = await insertInvitation(db, {
        codeHash: codeHash(identity, bareCode(code)),
        role,
        unit: checkedUnit(unit),
        createdBy,
        expiresInMs: checkedLife(expiresInMs),
      });
      return { invitation, code, deepLinkPayload: bareCode(code) };
    },
    list: () => selectInvitations(db),
    async revoke(id) {
      if (await markRevoked(db, id)) return;
      throw new AppError({
        code: "invitation.not_open",
        message: `Invitation ${id} was used or revoked before, or does not exist. List the invitations to see.`,
      });
    },
  };
}

export function codeHash(identity: Identity, code: string): string {
  return identity.pseudonym("invitation", code);
}

/** The unit is said back in answers: one line, of a length that leaves room for them. */
function checkedUnit(unit: string | null): string | null {
  const tidy = (unit ?? "").normalize("NFC").replace(/\s+/gu, " ").trim();
  if (tidy.length <= LONGEST_UNIT) return tidy === "" ? null : tidy;
  throw new AppError({
    code: "invitation.unit_too_long",
    message: `The unit is longer than ${LONGEST_UNIT} characters. Give the office's name and its province only.`,
  });
}

function checkedLife(expiresInMs: number): number {
  if (expiresInMs > 0 && expiresInMs <= LONGEST_LIFE_MS) return expiresInMs;
  throw new AppError({
    code: "invitation.bad_expiry",
    message: "An invitation must end in the future, and within a year. Give a time such as 7 days.",
  });
}
