import {
  AppError,
  type Database,
  insertSeal,
  latestSeal,
  lineHashes,
  readHead,
  type Seal,
  sealText,
} from "../../retrieval/index.ts";
import type { Signer } from "./keys.ts";
import { appendSeal, lastSealIn } from "./seals-file.ts";

export interface Sealer {
  /** Signs the last line of the chain if it is not signed yet. Returns the latest seal; null while there is no line. */
  seal(): Promise<Seal | null>;
  /** As `seal`, but only when lines were added since this was made. For the end of a command. */
  sealWhatWasAdded(): Promise<void>;
}

export interface SealerOptions {
  db: Database;
  signer: Signer;
  /** Outside the database, best on another disk. */
  file: string;
  now?: () => Date;
  /** A seals file that cannot be written, a chain that is not the one that was sealed before. */
  warn(error: unknown): void;
}

/** Signs the state of the log. Any number of processes may: who inserts a seal writes it to the file. */
export async function createSealer(options: SealerOptions): Promise<Sealer> {
  const { db, file, warn } = options;
  const begun = await readHead(db);
  // A seal that is in the database and not in the file yet.
  let unwritten: Seal | null = null;
  const write = async (seal: Seal) => {
    try {
      await appendSeal(file, seal);
      unwritten = null;
    } catch (cause) {
      if (unwritten === null) warn(unwritable(cause));
      unwritten = seal;
    }
  };
  const seal = async () => {
    const latest = await latestSeal(db);
    const head = await readHead(db);
    if (head.position === 0 && latest === null) return null;
    if (latest !== null && latest.position === head.position && latest.hash === head.hash) {
      if (unwritten !== null) await write(unwritten);
      return latest;
    }
    await checkContinues(options, latest);
    const made = signed(options, head);
    if (!(await insertSeal(db, made))) return latestSeal(db);
    await write(made);
    return made;
  };
  return {
    seal,
    sealWhatWasAdded: async () => {
      if ((await readHead(db)).position !== begun.position) await seal();
    },
  };
}

function signed(
  { signer, now = () => new Date() }: SealerOptions,
  { position, hash }: Pick<Seal, "position" | "hash">,
) {
  const text = { position, hash, at: now(), keyId: signer.keyId };
  return { ...text, signature: signer.sign(sealText(text)) };
}

/** A signature says that the chain goes on from the one before. What was rewritten is not signed over. */
async function checkContinues({ db, file }: SealerOptions, latest: Seal | null): Promise<void> {
  const known = [latest, await lastSealIn(file)].filter((seal) => seal !== null);
  const hashes = await lineHashes(
    db,
    known.map(({ position }) => position),
  );
  const broken = known.find(({ position, hash }) => hashes.get(position) !== hash);
  if (broken === undefined) return;
  throw new AppError({
    code: "audit.not_continued",
    message: `The log does not go on from what was signed at line ${broken.position}: its end was cut off, it was rewritten, or the seals file is another database's. Nothing more is signed. Run npm run audit -- verify.`,
  });
}

const unwritable = (cause: unknown) =>
  new AppError({
    code: "audit.seals_file",
    message: "The seals file cannot be written (AUDIT_SEALS_FILE); signed states of the log are in the database only.",
    cause,
  });
