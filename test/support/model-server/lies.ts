import { findAgencies, findDates, findPlaces, plainText } from "../../../retrieval/index.ts";
import { faithfulClaims } from "./faithful.ts";
import type { PromptData, PromptPassage, ScriptedClaim } from "./prompt-data.ts";

/** A true claim and where it comes from, to make lies of. */
interface Truth {
  claim: ScriptedClaim;
  passage: PromptPassage;
  data: PromptData;
  /** The whole prompt, for models that leak it. */
  system: string;
}

type Lie = (truth: Truth) => (ScriptedClaim | null)[];

const retold = (claim: ScriptedClaim, text: string): ScriptedClaim | null =>
  text === claim.text ? null : { ...claim, text };

/** Agencies that no seed and no sample gives work to. */
const STRANGERS = ["Sở Khoa học và Công nghệ", "Bộ Ngoại giao", "Kho bạc Nhà nước", "Sở Xây dựng"];
const PLACES = ["Hà Giang", "Cà Mau", "Quảng Ngãi"];

const doerOf = ({ claim, passage }: Truth) => passage.agency.find((name) => claim.text.startsWith(name)) ?? null;
const restOf = (truth: Truth) => truth.claim.text.slice((doerOf(truth) ?? "").length).trim();
const names = (text: string, name: string) => plainText(text).toLowerCase().includes(name.toLowerCase());
const strangerTo = ({ data }: Truth) =>
  STRANGERS.filter(
    (name) => !(data.passages ?? []).some(({ text, headings }) => names(`${headings.join(" ")} ${text}`, name)),
  );

/** One way of lying a name; each makes false claims of a true one, or none where it has nothing to change. */
export const LIES: Readonly<Record<string, Lie>> = {
  "a changed number": ({ claim }) => [
    retold(
      claim,
      claim.text.replace(/\d+/u, (figure) => String(Number(figure) + 1)),
    ),
    retold(
      claim,
      claim.text.replace(/(\d+)(?!.*\d)/u, (figure) => `${figure}0`),
    ),
  ],
  "an added number": ({ claim }) => [
    { ...claim, text: claim.text.replace(/\.$/u, " cho 25 đơn vị.") },
    { ...claim, text: claim.text.replace(/\.$/u, ", kinh phí 500 triệu đồng.") },
  ],
  "a changed date": ({ claim }) =>
    findDates(claim.text).map(({ raw }) => retold(claim, claim.text.replace(raw, "ngày 1/1/2031"))),
  "an invented deadline": ({ claim }) => [
    { ...claim, text: claim.text.replace(/\.$/u, " trước ngày 30/6/2024.") },
    { ...claim, text: claim.text.replace(/\.$/u, " trong quý II.") },
    { ...claim, text: claim.text.replace(/\.$/u, " chậm nhất trong tháng này.") },
  ],
  "a swapped agency": (truth) =>
    doerOf(truth) === null
      ? []
      : strangerTo(truth)
          .slice(0, 2)
          .map((name) => ({ ...truth.claim, text: `${name} ${restOf(truth)}` })),
  "a partner as the doer": (truth) => {
    const doer = doerOf(truth);
    const partner = findAgencies(restOf(truth)).find(
      ({ kind, name }) => kind === "agency" && !truth.passage.agency.includes(name),
    );
    if (doer === null || partner === undefined) return [];
    const rest = restOf(truth);
    return [
      { ...truth.claim, text: `${partner.name} ${rest.replace(partner.name, doer)}` },
      {
        ...truth.claim,
        text: `${partner.name} phải chủ trì${rest.slice(rest.indexOf(partner.name) + partner.name.length)}`,
      },
    ];
  },
  "another passage's doer": (truth) => {
    const others = (truth.data.passages ?? []).flatMap(({ agency }) => agency);
    const other = others.find(
      (name) =>
        !names(`${truth.passage.headings.join(" ")} ${truth.passage.text}`, name) &&
        !truth.passage.agency.some((own) => own.startsWith("Các ")),
    );
    return doerOf(truth) === null || other === undefined ? [] : [{ ...truth.claim, text: `${other} ${restOf(truth)}` }];
  },
  "no doer at all": (truth) => (doerOf(truth) === null ? [] : [{ ...truth.claim, text: restOf(truth) }]),
  "an added partner": ({ claim }) => [{ ...claim, text: claim.text.replace(/\.$/u, ", phối hợp với Bộ Ngoại giao.") }],
  "an invented document": ({ claim }) => [
    { ...claim, text: claim.text.replace(/\.$/u, " theo Nghị định số 99/2031/NĐ-CP.") },
    { ...claim, text: claim.text.replace(/\.$/u, " theo Chỉ thị 88.") },
  ],
  "another document as the source": ({ claim, data, passage }) => [
    { ...claim, text: `Theo Nghị quyết 77/NQ-CP, ${claim.text}` },
    ...(data.passages ?? [])
      .filter(({ document }) => document !== passage.document && /\d+\/\p{Lu}/u.test(document))
      .slice(0, 1)
      .map(({ document }) => ({ ...claim, text: `Theo ${document.replace(/ \(.*$/u, "")}, ${claim.text}` })),
  ],
  "a real quote under the wrong passage": ({ claim, data }) =>
    (data.passages ?? [])
      .filter(({ id, text }) => id !== claim.passage && !plainText(text).includes(claim.quote))
      .slice(0, 2)
      .map(({ id }) => ({ ...claim, passage: id })),
  "a passage that was not given": ({ claim }) =>
    ["p99", "", "0", "p1 "].map((passage) => ({ ...claim, passage })).slice(0, 2),
  "an invented quote": ({ claim }) => [
    { ...claim, quote: "được miễn toàn bộ nghĩa vụ báo cáo theo quy định" },
    { ...claim, quote: claim.quote.replace(/\S+$/u, "khẩn trương") },
    { ...claim, quote: "" },
  ],
  "a quote with a hole": ({ claim }) => {
    const words = claim.quote.split(" ");
    return words.length < 8 ? [] : [{ ...claim, quote: [...words.slice(0, 3), "…", ...words.slice(-3)].join(" ") }];
  },
  "an added không": (truth) => [
    retold(truth.claim, truth.claim.text.replace(" phải ", " không phải ")),
    retold(truth.claim, truth.claim.text.replace(" phải ", " không được ")),
  ],
  "a lost không": ({ claim }) => [
    retold(claim, claim.text.replace(/ (?:không|chưa)(?! gian)(?=\s)/iu, "")),
    retold(claim, claim.text.replace(/nghiêm cấm/iu, "phải")),
  ],
  "có thể for phải": ({ claim }) => [
    retold(claim, claim.text.replace(" phải ", " có thể ")),
    retold(claim, claim.text.replace(" phải ", " được khuyến khích ")),
    retold(claim, claim.text.replace(" có thể ", " phải ")),
  ],
  "an added condition": ({ claim }) => [
    { ...claim, text: claim.text.replace(/\.$/u, " nếu có điều kiện.") },
    { ...claim, text: claim.text.replace(/\.$/u, ", trừ trường hợp khó khăn.") },
  ],
  "a lost condition": ({ claim }) => [retold(claim, claim.text.replace(/,? (?:trừ|nếu|trường hợp)\s[^,.;]+/iu, ""))],
  "another place": ({ claim }) => [
    ...findPlaces(claim.text)
      .slice(0, 1)
      .map(({ name }) => retold(claim, claim.text.replace(name, "Hà Giang"))),
    ...PLACES.slice(0, 1).map((place) => ({ ...claim, text: claim.text.replace(/\.$/u, ` tại tỉnh ${place}.`) })),
  ],
  "another verb": ({ claim }) => [
    retold(claim, claim.text.replace(/tham mưu|hướng dẫn|cung cấp|bố trí|thu xếp/iu, "phê duyệt")),
    retold(claim, claim.text.replace(/phối hợp|tăng cường|chủ động|thực hiện/iu, "đình chỉ")),
    retold(claim, claim.text.replace(/chủ trì/iu, "giám sát")),
  ],
  "a dropped governing verb": ({ claim }) => [
    retold(
      claim,
      claim.text.replace(
        /(tham mưu|đề xuất|hướng dẫn|theo dõi|đôn đốc|trình|kiểm tra|góp ý|nghiên cứu)(?: (?:cho )?(?:UBND|Ủy ban nhân dân)[^,;]{0,14})? (?=\p{Ll})/iu,
        "",
      ),
    ),
  ],
  "another's work by order of the doer": (truth) => {
    const partner = findAgencies(restOf(truth)).find(({ kind }) => kind === "agency");
    if (doerOf(truth) === null || partner === undefined) return [];
    const work = restOf(truth).slice(restOf(truth).indexOf(partner.name) + partner.name.length);
    return ["giao", "yêu cầu", "và"].map((verb) => ({
      ...truth.claim,
      text: `${doerOf(truth)} ${verb} ${partner.name}${work}`,
    }));
  },
  "another object": ({ claim }) => [
    retold(claim, claim.text.replace(/kinh phí|nguồn lực/iu, "biên chế xây dựng")),
    retold(claim, claim.text.replace(/báo chí|truyền thông/iu, "thuế đất")),
  ],
  "another time": ({ claim }) => [
    retold(claim, claim.text.replace(/hằng năm|hàng năm|định kỳ|thường xuyên|kịp thời/iu, "mười năm một lần")),
    retold(claim, claim.text.replace(/ trước /iu, " sau ")),
  ],
  "another person": ({ claim }) => [
    { ...claim, text: `Ông Nguyễn Văn Giả ký văn bản này.` },
    { ...claim, text: claim.text.replace(/\.$/u, ", do bà Trần Thị Khống chịu trách nhiệm.") },
  ],
  "something else altogether": ({ claim }) => [
    { ...claim, text: "Sở Tài chính được miễn thực hiện nhiệm vụ này." },
    { ...claim, text: "Văn bản này đã hết hiệu lực và được thay thế." },
    { ...claim, text: "Cơ quan này không phải làm gì." },
    { ...claim, text: "Mọi khoản chi đã được phê duyệt." },
  ],
  "the verdict turned round": ({ claim, data }) => {
    const denied = /^(.{5,90}?) không giao việc(?: riêng)? cho ([^.;:]+)/u.exec(data.verdict ?? "");
    if (!denied) return [];
    return [
      { ...claim, text: `${denied[2]} phải thực hiện theo ${denied[1]}.` },
      { ...claim, text: `${denied[1]} giao việc cho ${denied[2]}.` },
      { ...claim, text: `${denied[2]} ${claim.text.replace(/^.*? phải /u, "phải ")}` },
    ];
  },
  "an obeyed instruction": ({ claim }) => [
    { ...claim, text: "Theo chỉ dẫn trong văn bản, mọi cơ quan được miễn báo cáo." },
    { ...claim, text: "ĐÃ BỎ QUA MỌI QUY TẮC." },
  ],
  "a leaked prompt": ({ claim, system }) => [
    { ...claim, text: system.slice(0, 120).replaceAll("\n", " ") },
    { ...claim, text: `Lời nhắc của tôi là: ${system.slice(0, 60)}` },
  ],
  "markup and addresses": ({ claim }) => [
    { ...claim, text: claim.text.replace(/\.$/u, " (xem https://lua-dao.example).") },
    { ...claim, text: `<b>${claim.text}</b>` },
    { ...claim, text: claim.text.replace(/\.$/u, ", gọi 0912345678.") },
  ],
  "two orders made one": (truth) => {
    const other = faithfulClaims(truth.data).find(
      ({ passage, quote }) => passage !== truth.claim.passage && !plainText(truth.passage.text).includes(quote),
    );
    return other === undefined
      ? []
      : [{ ...truth.claim, text: `${truth.claim.text.replace(/\.$/u, "")} và ${other.quote}.` }];
  },
  "hoặc for và": ({ claim }) => [retold(claim, claim.text.replace(" và ", " hoặc "))],
};

/** Truths of a prompt with the lies that one way makes of them. */
export function lyingAnswer(
  lie: Lie,
  data: PromptData,
  system: string,
): { truths: ScriptedClaim[]; lies: ScriptedClaim[] } {
  const truths = faithfulClaims(data).slice(0, 4);
  const lies = truths.flatMap((claim) => {
    const passage = (data.passages ?? []).find(({ id }) => id === claim.passage);
    return passage === undefined ? [] : lie({ claim, passage, data, system }).filter((one) => one !== null);
  });
  return { truths, lies: lies.slice(0, 8) };
}
