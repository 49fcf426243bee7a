import {
  type Correct,
  type CorrectableField,
  correctDocument,
  DUTY_ROLES,
  getCorrection,
  RELATIONS,
  type Signer,
  withdrawCorrection,
} from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import { consoleError } from "./faults.ts";
import { type Form, idOf, readForm } from "./forms.ts";
import { HOME } from "./guard.ts";
import { consoleDocument } from "./store/document-detail.ts";
import { passageHolding } from "./store/documents.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo } from "./view.ts";

export function correctionRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [
    { method: "POST", path: "/van-ban/:id/sua", access: "admin", handle: (context) => correct(context, deps) },
    { method: "POST", path: "/dinh-chinh/:id/rut", access: "admin", handle: (context) => withdraw(context, deps) },
  ];
}

async function correct(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const documentId = idOf(context);
  const form = await readForm(context);
  const actor = context.get("session").name;
  const correction = await readCorrection(deps, documentId, form);
  const reason = form.optional("ly-do") ?? undefined;
  const { id } = await correctDocument(deps, { documentId, correction, actor, reason });
  await recordAction(deps.db, {
    ...{ actor, action: "correction.add", target: `${documentId}` },
    detail: { correction: id, what: correction.what },
  });
  return backTo(context, `${HOME}/van-ban/${documentId}`, "sua");
}

async function withdraw(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const correctionId = idOf(context);
  const actor = context.get("session").name;
  const correction = await getCorrection(deps.db, correctionId);
  if (correction === null) throw consoleError("console.not_found", "No such correction.");
  await withdrawCorrection(deps, { correctionId, actor });
  const { documentId } = correction;
  await recordAction(deps.db, {
    ...{ actor, action: "correction.withdraw", target: `${documentId}`, detail: { correction: correctionId } },
  });
  return backTo(context, `${HOME}/van-ban/${documentId}`, "rut-sua");
}

const KINDS = [
  "truong",
  "nguoi-ky",
  "co-quan",
  "vai-tro",
  "thoi-han",
  "bo-nhiem-vu",
  "them",
  "quan-he",
  "bo-vien-dan",
] as const;

/** What the forms of the document page ask for. */
async function readCorrection(deps: ConsoleDependencies, documentId: number, form: Form): Promise<Correct> {
  switch (form.oneOf("viec", KINDS)) {
    case "truong":
      return { what: "header", field: form.text("truong") as CorrectableField, value: form.optional("gia-tri") };
    case "nguoi-ky":
      return { what: "header", field: "signer", value: readSigner(form) };
    case "co-quan":
      return { what: "duty-agency", dutyId: form.id("nhiem-vu"), agency: form.text("co-quan") };
    case "vai-tro":
      return { what: "duty-role", dutyId: form.id("nhiem-vu"), role: form.oneOf("vai-tro", DUTY_ROLES) };
    case "thoi-han":
      return { what: "duty-deadline", dutyId: form.id("nhiem-vu"), deadline: readDeadline(form) };
    case "bo-nhiem-vu":
      return { what: "duty-remove", dutyId: form.id("nhiem-vu") };
    case "quan-he":
      return { what: "relation", referenceId: form.id("vien-dan"), relation: form.oneOf("quan-he", RELATIONS) };
    case "bo-vien-dan":
      return { what: "relation-remove", referenceId: form.id("vien-dan") };
    case "them":
      return readAddedDuty(deps, documentId, form);
  }
}

function readSigner(form: Form): Signer | null {
  const name = form.optional("ho-ten");
  return name === null ? null : { name, capacity: form.optional("chuc-vu"), authority: form.optional("tham-quyen") };
}

function readDeadline(form: Form): { on: string | null; words: string } | null {
  const words = form.optional("han-chu");
  return words === null ? null : { on: form.optional("han-ngay"), words };
}

async function readAddedDuty({ db }: ConsoleDependencies, documentId: number, form: Form): Promise<Correct> {
  // A browser sends the lines of a text area with CR LF; the stored text has LF.
  const words = form.text("chu").replaceAll("\r\n", "\n").normalize("NFC");
  const document = await consoleDocument(db, documentId, null);
  const passageId = document === null ? null : await passageHolding(db, document.reading.versionId, words);
  if (passageId === null) {
    throw consoleError(
      "console.words_not_found",
      "No passage of the version that is shown holds these words.",
      "Không tìm thấy câu này trong nguyên văn. Xin chép đúng từng chữ, trong một đoạn.",
    );
  }
  const [agency, role] = [form.text("co-quan"), form.oneOf("vai-tro", DUTY_ROLES)];
  return { what: "duty-add", passageId, words, agency, role };
}
