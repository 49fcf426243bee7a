import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";

/** Readability's own type: the compiler knows no browser here. */
type ReadableDocument = ConstructorParameters<typeof Readability>[0];

/** What never holds a directive's words. Not `form`: many portals wrap the whole page in one. */
const CHROME =
  "script,style,noscript,template,nav,aside,button,select,textarea,iframe,svg,head,[hidden],[aria-hidden=true],[role=navigation],[role=banner],[role=search],[role=contentinfo]";
const BLOCKS = new Set(
  "ADDRESS ARTICLE BLOCKQUOTE CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TBODY THEAD TFOOT TR UL".split(
    " ",
  ),
);
const APART = new Set("H1 H2 H3 H4 H5 H6 P BLOCKQUOTE TABLE UL OL SECTION ARTICLE".split(" "));
const OFFICIAL_FORM = /Cộng h(?:òa|oà) xã hội chủ nghĩa|Nơi nhận|Kính gửi/iu;

interface DomNode {
  nodeType: number;
  nodeName: string;
  textContent: string | null;
  childNodes: Iterable<DomNode>;
}

/**
 * The words of an HTML page as text: one line a block, an empty line between paragraphs, table cells in "| a | b |"
 * rows. Menus go; an article is taken out of its page, a directive in the official form never is.
 */
export function htmlToText(html: string): string {
  const whole = layout(body(html));
  const article = articleHtml(html);
  if (article === null) return whole;
  const chosen = layout(body(`<!doctype html><html><body>${article}</body></html>`));
  const title = pageTitle(html);
  const withTitle = title !== "" && !chosen.includes(title) ? `${title}\n\n${chosen}` : chosen;
  return losesNothing(whole, chosen) ? withTitle : whole;
}

/** The same layout for HTML that a converter made: the whole of it, nothing taken for a menu. */
export const blockText = (html: string): string => layout(body(html));

function body(html: string): DomNode {
  const { document } = parseHTML(/<html[\s>]/iu.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`);
  for (const node of document.querySelectorAll(CHROME)) if (node.nodeName !== "HEAD") node.remove();
  return document.body as unknown as DomNode;
}

function articleHtml(html: string): string | null {
  if (!/<html[\s>]/iu.test(html)) return null;
  try {
    const { document } = parseHTML(html);
    return new Readability(document as unknown as ReadableDocument, { charThreshold: 200 }).parse()?.content ?? null;
  } catch {
    return null; // A page that Readability cannot take apart is read whole.
  }
}

function pageTitle(html: string): string {
  return (parseHTML(html).document.querySelector("h1")?.textContent ?? "").replace(/\s+/gu, " ").trim();
}

const LISTED = /^(?:\d+[.)]|[a-zđ][.)]|[-–+•]|Điều \d)\s?.{60,}/u;

/**
 * A page in the official form is always read whole: Readability takes a letterhead for layout and a short list for
 * links. An article is taken out of its page when no listed paragraph is lost by that.
 */
function losesNothing(whole: string, chosen: string): boolean {
  if (OFFICIAL_FORM.test(whole)) return false;
  const lost = whole.split("\n").some((line) => LISTED.test(line) && !chosen.includes(line));
  return !lost && chosen.length > Math.min(1500, whole.length * 0.3);
}

function layout(root: DomNode): string {
  return render(root)
    .replace(/[ \t\u00a0]+/gu, " ")
    .replace(/ ?\n ?/gu, "\n")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}

function render(node: DomNode): string {
  if (node.nodeType === 3) return (node.textContent ?? "").replace(/\s+/gu, " ");
  if (node.nodeType !== 1) return "";
  const name = node.nodeName.toUpperCase();
  if (name === "BR") return "\n";
  if (name === "TR") return `\n${row(node)}\n`;
  const inner = [...node.childNodes].map(render).join("");
  if (name === "LI") return `\n${/^\s*[-•+\d]/u.test(inner) ? "" : "- "}${inner.trim()}\n`;
  if (APART.has(name)) return `\n\n${inner}\n\n`;
  return BLOCKS.has(name) ? `\n${inner}\n` : inner;
}

function row(node: DomNode): string {
  const cells = [...node.childNodes].filter((child) => /^T[DH]$/iu.test(child.nodeName));
  const words = cells.map((cell) =>
    [...cell.childNodes]
      .map(render)
      .join("")
      .replace(/\n\s*\n+/gu, "\n")
      .trim(),
  );
  return words.every((word) => word === "") ? "" : `|\n${words.join("\n|\n")}\n|`;
}
