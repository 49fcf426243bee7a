import { findAgencies, findPlaces, fold, plainText } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Draft } from "../draft.ts";
import { composeMetadata, signerWords } from "../metadata.ts";
import { shortName } from "../names.ts";

/** "… do Thủ tướng Phạm Minh Chính ký phải không?", "Có phải ông … ký Công điện 228 không?" */
const SIGNED =
  /\b(?:do|co phai)(?: la)? ([^,.;?]{2,80}?) (?:da )?ky(?= (?:ban hanh )?(?:phai|dung|khong|ko|van ban|cong dien|cong van|ke hoach|quyet dinh|chi thi|thong bao|nghi quyet)\b)/;
/** A person's name: two to five words that begin with a capital, at the end of who is said to have signed. */
const PERSON = /\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}$/u;
/** Posts and the offices behind them are no names: "Chủ tịch UBND tỉnh Quảng Trị", "Phó Thủ tướng". */
const POST =
  /^.*(?<!\p{L})(?:thủ tướng|chủ tịch|bộ trưởng|thứ trưởng|giám đốc|bí thư|chánh văn phòng|chủ nhiệm|cục trưởng|đồng chí|ông|bà)(?!\p{L})\s*/iu;

/** Compares the person who is said to have signed the one document that is named with the signer of its header. */
export async function signerVerdict(context: AskContext): Promise<Draft | null> {
  const { question, scope } = context;
  const cards = scope.mentions.flatMap((mention) => mention.cards);
  const [card] = cards;
  const found = SIGNED.exec(fold(question.text));
  if (!card?.header.signer || cards.length !== 1 || !found) return null;
  const start = found.index + found[0].indexOf(found[1] as string, 2);
  const said = question.text.slice(start, start + (found[1] as string).length);
  const whole = plainText(card.header.signer.value.name).trim();
  const signer = signerWords(card.header.signer.value);
  const intents = new Set<"signer">(["signer"]);
  const draft = await composeMetadata({ ...context, question: { ...question, intents } }, [card]);
  if (draft.status !== "answered") return null;
  const lead = (word: string) => ({ ...draft, lead: [`${word}: ${shortName(card)} ghi người ký là ${signer}.`] });
  if (` ${fold(said)}`.endsWith(` ${fold(whole)}`)) return lead("Đúng");
  const person = PERSON.exec(said.replace(POST, ""))?.[0];
  const isOffice =
    person === undefined || findAgencies(said).some(({ kind }) => kind !== "person") || findPlaces(person).length > 0;
  // A post, or a name in part, is shown beside the signer and not judged.
  return isOffice || fold(whole).includes(fold(person)) ? draft : lead("Không");
}
