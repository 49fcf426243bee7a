import { html } from "hono/html";
import type { Duty, Span } from "../../retrieval/index.ts";
import type { DocumentDetail, DocumentSummary, RelatedDocument } from "../library/types.ts";
import { type Block, documentBlocks, type Paragraph, type Run } from "./body.ts";
import { type Html, page } from "./layout.ts";
import {
  dateInWords,
  documentName,
  isSample,
  kindName,
  numberInWords,
  relationNames,
  relationNamesPassive,
  tierExplained,
  titleInWords,
} from "./words.ts";

/** The page of one version of a document; `mark` is the quoted span that a citation asks to see. */
export function documentPage(document: DocumentDetail, mark: Span | null): Html {
  const name = documentName(document);
  const body = html`<article class="document">
<p class="crumbs"><a href="/documents">Kho văn bản</a></p>
<header>
<h1>${name}</h1>
${document.title === null ? "" : html`<p class="subject">${titleInWords(document.title)}</p>`}
<p class="labels">${tierLabel(document)}</p>
<p class="tier">${tierExplained(document)}</p>
${versionNotice(document)}
</header>
${facts(document)}
${warnings(document)}
${folded("Mục lục", outline(document))}
${folded("Ai phải làm gì", duties(document))}
${folded("Văn bản liên quan", related(document))}
<section class="text" aria-labelledby="toan-van"><h2 id="toan-van">Nội dung</h2>
${documentBlocks(document, mark).map((block) => blockHtml(block))}
</section>
</article>`;
  return page({ title: `${name} – Trích Dẫn`, here: "documents", body });
}

export function tierLabel(document: Pick<DocumentDetail, "tier" | "source">): Html {
  return html`<span class="label ${isSample(document.source) ? "sample" : document.tier}">${kindName(document)}</span>`;
}

function versionNotice(document: DocumentDetail): Html | "" {
  const shown = document.versions.find(({ id }) => id === document.versionId);
  if (shown === undefined || document.versions.length < 2) return "";
  const others = document.versions.filter(({ id }) => id !== document.versionId);
  const links = others.map(
    ({ id, ordinal, live }) =>
      html` <a href="/documents/${document.id}?v=${id}">Bản ${ordinal}${live ? " (đang dùng)" : ""}</a>`,
  );
  return html`<p class="${document.live ? "versions" : "versions old"}">${
    document.live ? "Đang xem bản đang dùng" : `Đang xem bản cũ (bản ${shown.ordinal}), không còn dùng để trả lời`
  }. Các bản khác:${links}</p>`;
}

function facts(document: DocumentDetail): Html {
  const signer = document.signer;
  const optional = (label: string, values: string[]): [string, Html][] =>
    values.length === 0 ? [] : [[label, listed(values)]];
  const rows: [string, Html | string | null][] = [
    ["Số, ký hiệu", numberInWords(document)],
    ["Loại", document.type],
    ["Cơ quan ban hành", document.issuer],
    ["Ngày", dateInWords(document.issuedOn)],
    ["Người ký", signer === null ? null : [signer.name, capacityInWords(signer)].filter(Boolean).join(", ")],
    ...optional("Kính gửi", document.addressees),
    ...optional("Nơi nhận", document.recipients),
    ["Tệp", document.source],
  ];
  const shown = rows.map(
    ([label, value]) =>
      html`<div><dt>${label}</dt><dd>${value ?? html`<span class="unknown">không rõ</span>`}</dd></div>`,
  );
  const address = document.sourceAddress;
  const origin =
    address !== null && /^https?:\/\//.test(address)
      ? html`<div><dt>Nguồn</dt><dd><a href="${address}" rel="noreferrer noopener">${new URL(address).host}</a></dd></div>`
      : "";
  return html`<dl class="facts">${shown}${origin}</dl>`;
}

/** Twenty recipients push the text off a phone's screen. */
function listed(values: string[]): Html {
  if (values.length <= 3) return html`${values.join("; ")}`;
  return html`<details><summary>${values.length} nơi</summary>${values.join("; ")}</details>`;
}

function capacityInWords(signer: { capacity: string | null; authority: string | null }): string {
  return [signer.authority, signer.capacity].filter(Boolean).join(" – ");
}

function warnings({ warnings: all }: DocumentDetail): Html | "" {
  if (all.length === 0) return "";
  return html`<section class="warnings" aria-labelledby="chua-doc-duoc"><h2 id="chua-doc-duoc">Chưa đọc được hoặc cần kiểm tra</h2>
<ul>${all.map(({ message }) => html`<li>${message}</li>`)}</ul></section>`;
}

function folded(title: string, content: Html | ""): Html | "" {
  return content === "" ? "" : html`<details class="fold"><summary>${title}</summary>${content}</details>`;
}

function outline({ outline: nodes }: DocumentDetail): Html | "" {
  const named = nodes.filter(({ heading }) => heading !== "");
  if (named.length === 0) return "";
  const depthOf = (parent: number | null): number => (parent === null ? 0 : 1 + depthOf(nodes[parent]?.parent ?? null));
  const entries = named.map(({ index, parent, label, heading }) => {
    const depth = Math.min(depthOf(parent), 3);
    return html`<li class="level-${depth}"><a href="#o${index}">${[label, heading].filter(Boolean).join(" ")}</a></li>`;
  });
  return html`<ul class="outline">${entries}</ul>`;
}

const roleNames: Record<Duty["role"], string> = { lead: "chủ trì", coordinate: "phối hợp", partner: "cùng tham gia" };
const roleOrder: Duty["role"][] = ["lead", "coordinate", "partner"];

function duties(document: DocumentDetail): Html | "" {
  const groups = Map.groupBy(document.duties, ({ agency }) => `${agency.key}|${agency.place ?? ""}`);
  if (groups.size === 0) return "";
  const sections = [...groups.values()].map((group) => {
    const ordered = group.toSorted((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role));
    return html`<section><h3>${group[0]?.agency.name}</h3><ul>${ordered.map((duty) => dutyItem(document, duty))}</ul></section>`;
  });
  return html`<div class="duties">${sections}</div>`;
}

function dutyItem(document: DocumentDetail, duty: Duty): Html {
  const words = documentBlocks(
    { text: document.text.slice(duty.span.start, duty.span.end), passages: [], outline: [], furniture: [] },
    null,
  );
  const shown = words.flatMap((block) => (block.kind === "paragraph" ? block.runs.map(({ text }) => text) : []));
  const deadline = duty.deadline === null ? "" : document.text.slice(duty.deadline.span.start, duty.deadline.span.end);
  const href = `?${quoteQuery(document.versionId, duty.span)}#p${duty.passage}`;
  return html`<li><span class="role">${roleNames[duty.role]}</span> <a href="${href}">${shown.join(" ")}</a>${
    deadline === "" ? "" : html` <span class="deadline">Thời hạn: ${deadline}</span>`
  }${duty.reportsTo === null ? "" : html` <span class="deadline">Báo cáo: ${duty.reportsTo}</span>`}</li>`;
}

/** The query of a page that shows one span highlighted. */
export function quoteQuery(versionId: number, span: Span): string {
  return new URLSearchParams({ v: String(versionId), from: String(span.start), to: String(span.end) }).toString();
}

function related({ cites, citedBy }: DocumentDetail): Html | "" {
  if (cites.length + citedBy.length === 0) return "";
  return html`<div class="related">${relatedBy(cites, relationNames)}${relatedBy(citedBy, relationNamesPassive)}</div>`;
}

function relatedBy(all: RelatedDocument[], names: Record<RelatedDocument["relation"], string>): Html[] {
  const kinds = Object.keys(names) as RelatedDocument["relation"][];
  const present = kinds.filter((kind) => all.some(({ relation }) => relation === kind));
  return present.map((kind) => {
    const items = all.filter(({ relation }) => relation === kind).map(relatedItem);
    return html`<section><h3>${names[kind]}</h3><ul>${items}</ul></section>`;
  });
}

function relatedItem({ label, documents, passage }: RelatedDocument): Html {
  const where = passage === null ? "" : html` <a class="where" href="#p${passage}">xem chỗ nhắc</a>`;
  const [only] = documents;
  if (only === undefined) return html`<li>${label} <span class="label missing">chưa có trong kho</span>${where}</li>`;
  if (documents.length === 1)
    return html`<li><a href="/documents/${only.id}">${label}</a> ${aboutHtml(only)}${where}</li>`;
  const candidates = documents.map(
    (one) => html`<li><a href="/documents/${one.id}">${documentName(one)}</a> ${aboutHtml(one)}</li>`,
  );
  return html`<li>${label}, có thể là${where}<ul>${candidates}</ul></li>`;
}

function aboutHtml(document: DocumentSummary): Html {
  const about = [document.issuer, dateInWords(document.issuedOn)].filter(Boolean).join(", ");
  return html`<span class="about">${about}</span> ${tierLabel(document)}`;
}

function blockHtml(block: Block): Html {
  if (block.kind === "paragraph") return paragraphHtml(block);
  if (block.kind === "furniture") {
    return html`<details class="furniture"><summary>Phần của trang web, không thuộc văn bản</summary>${block.paragraphs.map((one) => html`<p>${runsHtml(one)}</p>`)}</details>`;
  }
  const rows = block.rows.map(
    ({ anchors, cells }) =>
      html`<tr>${cells.map((cell, index) => html`<td>${index === 0 ? anchors.map((ordinal) => html`<span id="p${ordinal}"></span>`) : ""}${runsHtml(cell)}</td>`)}</tr>`,
  );
  return html`<div class="table" tabindex="0" role="region" aria-label="Bảng"><table>${rows}</table></div>`;
}

function paragraphHtml({ anchor, role, heading, depth, runs }: Paragraph): Html {
  const target = anchor === null ? "" : html` id="p${anchor}"`;
  const place = heading === null ? "" : html`<span id="o${heading}"></span>`;
  const words = runsHtml(runs);
  const style = `depth-${Math.min(depth, 4)}`;
  if (heading === null) return html`<p class="${role} ${style}"${target}>${words}</p>`;
  if (depth === 0) return html`<h3 class="${style}"${target}>${place}${words}</h3>`;
  return html`<h4 class="${style}"${target}>${place}${words}</h4>`;
}

function runsHtml(runs: Run[]): Html[] {
  return runs.map(({ text, marked }) => (marked ? html`<mark>${text}</mark>` : html`${text}`));
}
