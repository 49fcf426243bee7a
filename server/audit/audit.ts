import { randomUUID } from "node:crypto";
import { createLeases, type Identity } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { createErase, type Erase } from "./erase.ts";
import { exportChain } from "./export-chain.ts";
import type { Signer } from "./keys.ts";
import { type Retained, retain } from "./retain.ts";
import { startRetaining } from "./retaining.ts";
import { createSealer } from "./sealer.ts";
import { startSealing } from "./sealing.ts";
import { keysOf } from "./verify/check-seals.ts";
import { verifyDatabase } from "./verify/database.ts";
import type { Verdict } from "./verify/verdict.ts";

export interface AuditOptions {
  db: Database;
  signer: Signer;
  identity: Identity;
  sealsFile: string;
  wordsDays: number | null;
  personDays: number | null;
  now?: () => Date;
  /** A fault of ours, for the log. */
  report(error: unknown): void;
}

/** The log as evidence: signed while it grows, checked, exported, and with words that can be taken out of it. */
export interface Audit {
  signer: Signer;
  /** Signs while the log moves and erases what is too old; stopping signs once more. */
  work(): { stop(): Promise<void> };
  /** `trust`: further public keys. `sealsFile`: another than the setting's, which then has to be there. */
  verify(options?: {
    trust?: readonly string[];
    sealsFile?: string | undefined;
    mustBeSigned?: boolean;
  }): Promise<Verdict>;
  /** Lines of JSON, without their line ends. */
  export(options?: { from?: number | undefined }): AsyncGenerator<string>;
  erase: Erase;
  retain(options?: { dryRun?: boolean }): Promise<Retained>;
  /** Signs what this process has added. For the end of a command. */
  close(): Promise<void>;
}

export async function createAudit(options: AuditOptions): Promise<Audit> {
  const { db, signer, identity, sealsFile: file, wordsDays, personDays, report, now = () => new Date() } = options;
  const sealer = await createSealer({ db, signer, file, now, warn: report });
  const retention = { db, wordsDays, personDays, now };
  return {
    signer,
    work: () => {
      const sealing = startSealing({ sealer, failed: report });
      const leases = () => createLeases({ db, owner: randomUUID() });
      const retaining = startRetaining({ retention, leases, failed: report });
      return {
        stop: async () => {
          await retaining?.stop();
          await sealing.stop();
        },
      };
    },
    verify: ({ trust = [], sealsFile, mustBeSigned } = {}) =>
      verifyDatabase({
        ...{ db, mustBeSigned, keys: keysOf([signer.publicKey, ...trust]) },
        sealsFile: { path: sealsFile ?? file, isNamed: sealsFile !== undefined },
      }),
    export: ({ from } = {}) => exportChain({ db, signer, seal: sealer.seal, from }),
    erase: createErase({ db, identity }),
    retain: ({ dryRun = false } = {}) => retain(retention, { dryRun }),
    close: () => sealer.sealWhatWasAdded().catch(report),
  };
}
