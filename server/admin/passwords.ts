import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { AppError } from "../../retrieval/index.ts";

/** Memory in KiB. Stored with every hash, so that raising it asks nobody for a new password. */
export interface PasswordCost {
  memory: number;
  passes: number;
}

/** Argon2id as RFC 9106 recommends it where memory is scarce: 64 MiB, three passes; 0.2 s on two cores. */
const COST: PasswordCost = { memory: 65_536, passes: 3 };
const TAG_LENGTH = 32;
/** Two at a time: 128 MiB is what a burst of sign-ins may take from the server, the others wait. */
const AT_ONCE = 2;
/** Bounds for what is read from the database: a hash that asks for gigabytes is not one of ours. */
const MOST = { memory: 1_048_576, passes: 16 };

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export interface Passwords {
  /** Of a password that somebody chooses now. Throws `password.too_short` or `password.too_long`. */
  choose(password: string): Promise<string>;
  /** Of one that was verified: an old short one must not keep its owner out. */
  hash(password: string): Promise<string>;
  /** `hash` null takes the same time and is never right: an unknown name must not answer sooner. */
  verify(password: string, hash: string | null): Promise<boolean>;
  /** True when it was made with another cost than the present one. */
  isOutdated(hash: string): boolean;
}

export function createPasswords(cost: PasswordCost = COST): Passwords {
  const inTurn = createTurns(AT_ONCE);
  const hash = (password: string) =>
    inTurn(async () => {
      const salt = randomBytes(16);
      return encode({ ...cost, salt, tag: await derive(password, { ...cost, salt }) });
    });
  const decoy = encode({ ...cost, salt: Buffer.alloc(16), tag: randomBytes(TAG_LENGTH) });
  return {
    choose: async (password) => {
      checkLength(password);
      return hash(password);
    },
    hash,
    verify: (password, hash) =>
      inTurn(async () => {
        const stored = decode(hash ?? decoy);
        const tag = await derive(password, stored);
        return timingSafeEqual(tag, stored.tag) && hash !== null;
      }),
    isOutdated: (hash) => {
      const { memory, passes } = decode(hash);
      return memory !== cost.memory || passes !== cost.passes;
    },
  };
}

/** Throws `password.unreadable_hash`. */
export function checkHash(hash: string): void {
  decode(hash);
}

/** Length is what counts; no rule about kinds of characters. */
function checkLength(password: string): void {
  const { length } = [...password.normalize("NFC")];
  if (length < SHORTEST_PASSWORD) {
    throw new AppError({
      code: "password.too_short",
      message: `The password has ${length} characters; at least ${SHORTEST_PASSWORD} are needed.`,
      userMessage: `Mật khẩu cần ít nhất ${SHORTEST_PASSWORD} ký tự; một câu ngắn dễ nhớ là tốt nhất.`,
    });
  }
  if (length > LONGEST_PASSWORD) {
    throw new AppError({
      code: "password.too_long",
      message: `The password has ${length} characters; at most ${LONGEST_PASSWORD} are taken.`,
      userMessage: `Mật khẩu dài quá ${LONGEST_PASSWORD} ký tự.`,
    });
  }
}

interface StoredHash extends PasswordCost {
  salt: Buffer;
  tag: Buffer;
}

function derive(password: string, { memory, passes, salt }: PasswordCost & { salt: Buffer }): Promise<Buffer> {
  // One keyboard writes "ế" as one character, another one as three: the same password either way.
  const message = Buffer.from(password.normalize("NFC"), "utf8");
  return new Promise((resolve, reject) => {
    argon2(
      "argon2id",
      { message, nonce: salt, parallelism: 1, tagLength: TAG_LENGTH, memory, passes },
      (error, derived) => (error === null ? resolve(derived) : reject(error)),
    );
  });
}

const base64 = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");

function encode({ memory, passes, salt, tag }: StoredHash): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${base64(salt)}$${base64(tag)}`;
}

function decode(hash: string): StoredHash {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  const [memory, passes] = [Number(found?.[1]), Number(found?.[2])];
  const [salt, tag] = [Buffer.from(found?.[3] ?? "", "base64"), Buffer.from(found?.[4] ?? "", "base64")];
  if (found === null || memory > MOST.memory || passes > MOST.passes || tag.length !== TAG_LENGTH) {
    throw new AppError({ code: "password.unreadable_hash", message: "A stored password hash is not one of ours." });
  }
  return { memory, passes, salt, tag };
}

/** Lets so many run at the same time; the others wait in order. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The turn is handed on, so that nobody who comes in between takes it.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
