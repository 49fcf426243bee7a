import {
  type AgencyAlias,
  AppError,
  agencyKey,
  agencyNamed,
  createLiveLibrary,
  type Database,
  findNames,
  insertAlias,
  syllables,
  withdrawAlias as withdrawRow,
} from "../../retrieval/index.ts";
import { recordAction } from "./actions.ts";

export interface AliasRequest {
  /** "TCKH", "Một cửa" */
  writing: string;
  /** A name of the agency, as documents or the country's tables write it. */
  agency: string;
  /** Name of the account, or "cli". */
  actor: string;
}

const LONGEST = 60;

/**
 * Adds an office's own word for an agency: questions are read with it from now on, nothing is indexed anew. Throws
 * `alias.*` with a sentence: unfit as a name, the agency is not known, it names another one or is understood already.
 */
export async function addAlias(db: Database, request: AliasRequest): Promise<AgencyAlias> {
  const writing = checkedWriting(request.writing);
  const { library, lexicon } = await createLiveLibrary({ db }).open();
  const agency = tidy(request.agency);
  const key = agencyKey(agency);
  const known = (await library.agencies()).find((one) => one.key === key)?.name ?? agencyNamed(key);
  if (known === undefined) {
    throw refusal(
      "unknown_agency",
      "No live document and no table names this agency.",
      `Chưa có cơ quan nào tên “${agency}” trong các văn bản đang dùng.`,
    );
  }
  checkMeaning({ writing, key, whole: findNames(writing, lexicon.agencies).find(isWhole(writing))?.value });
  return db.transaction(async (tx) => {
    const { actor } = request;
    const { alias, isNew } = await insertAlias(tx, { writing, agencyKey: key, agencyName: agency, actor });
    if (!isNew) throw inUse(alias, key);
    await recordAction(tx, { actor, action: "alias.add", target: writing, detail: { agency } });
    return alias;
  });
}

/** From now on it is a word like any other. Throws `alias.not_in_use`. */
export async function withdrawAlias(db: Database, { id, actor }: { id: number; actor: string }): Promise<AgencyAlias> {
  return db.transaction(async (tx) => {
    const alias = await withdrawRow(tx, { id, actor });
    if (alias === null) throw refusal("not_in_use", "This alias is not in use.", "Cách gọi này không còn dùng.");
    await recordAction(tx, {
      ...{ actor, action: "alias.withdraw", target: alias.writing, detail: { agency: alias.agencyName } },
    });
    return alias;
  });
}

const tidy = (text: string) => text.normalize("NFC").replace(/\s+/gu, " ").trim();

/** A word that everybody uses would be put in place of itself in every question. */
function checkedWriting(given: string): string {
  const writing = tidy(given);
  if (writing.length > LONGEST)
    throw refusal("too_long", `An alias has ${LONGEST} characters at most.`, `Cách gọi dài quá ${LONGEST} ký tự.`);
  if (!/^[\p{L}\p{M}\p{N} .&()–-]+$/u.test(writing) || !/\p{L}.*\p{L}/u.test(writing)) {
    throw refusal(
      "not_a_name",
      "An alias has two letters or more, and nothing but letters, figures, blanks and . - & ( ).",
      "Cách gọi phải có từ hai chữ cái, chỉ gồm chữ, số, dấu cách và các dấu . - & ( ).",
    );
  }
  const isPlainWord = syllables(writing).length < 2 && (writing.match(/\p{Lu}/gu)?.length ?? 0) < 2;
  if (!isPlainWord) return writing;
  throw refusal(
    "plain_word",
    "An alias of one syllable has two capitals or more; an everyday word would be replaced in every question.",
    "Cách gọi một tiếng phải viết hoa từ hai chữ trở lên, để không lẫn với từ thường.",
  );
}

const isWhole =
  (writing: string) =>
  ({ length }: { length: number }) =>
    length === syllables(writing).length;

interface Meaning {
  writing: string;
  key: string;
  /** The agency that the writing names already. */
  whole: { key: string; name: string } | undefined;
}

function checkMeaning({ writing, key, whole }: Meaning): void {
  if (whole === undefined) return;
  const { name } = whole;
  if (whole.key === key) {
    const said = `Bot đã hiểu “${writing}” là ${name}; không cần thêm.`;
    throw refusal("understood", `“${writing}” is understood as ${name} already.`, said);
  }
  const said = `“${writing}” là tên gọi của ${name}, không dùng được cho cơ quan khác.`;
  throw refusal("another_agency", `“${writing}” names ${name}.`, said);
}

function inUse({ writing, agencyKey: key, agencyName }: AgencyAlias, wanted: string): AppError {
  const message = `“${writing}” stands for ${agencyName}; withdraw it to use it for another agency.`;
  if (key === wanted) return refusal("understood", message, `“${writing}” đã là cách gọi của ${agencyName}.`);
  return refusal(
    "another_agency",
    message,
    `“${writing}” đang là cách gọi của ${agencyName}; xin rút cách gọi đó trước khi dùng cho cơ quan khác.`,
  );
}

const refusal = (code: string, message: string, userMessage: string) =>
  new AppError({ code: `alias.${code}`, message, userMessage });
