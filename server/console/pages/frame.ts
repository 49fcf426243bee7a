import { html } from "hono/html";
import { type Html, htmlDocument, topBar } from "../../pages/index.ts";
import type { View } from "../view.ts";

export type Section =
  | "overview"
  | "desk"
  | "upload"
  | "approvals"
  | "documents"
  | "validity"
  | "missing"
  | "agencies"
  | "notices"
  | "eval"
  | "statistics"
  | "weekly"
  | "jobs"
  | "people"
  | "channels"
  | "export"
  | "account"
  | "actions";

export interface FrameOptions {
  title: string;
  /** Which entry of the menu the page belongs to. */
  here: Section | null;
  view: View;
  body: Html;
  /** Names in `assets/`, after those of every page. */
  styles?: readonly string[];
  scripts?: readonly string[];
}

interface Entry {
  section: Section;
  href: string;
  label: string;
  adminOnly?: boolean;
  count?(view: View): number;
}

const ENTRIES: readonly Entry[] = [
  { section: "overview", href: "/quan-tri", label: "Tổng quan" },
  { section: "desk", href: "/quan-tri/ra-soat", label: "Rà soát", count: ({ waiting }) => waiting.reviews },
  { section: "upload", href: "/quan-tri/tai-len", label: "Tải lên", adminOnly: true },
  {
    section: "approvals",
    href: "/quan-tri/cho-duyet",
    label: "Chờ duyệt",
    count: ({ waiting }) => waiting.approvals,
  },
  { section: "documents", href: "/quan-tri/van-ban", label: "Văn bản" },
  { section: "validity", href: "/quan-tri/hieu-luc", label: "Hiệu lực", count: ({ waiting }) => waiting.validity },
  {
    section: "notices",
    href: "/quan-tri/thong-bao-sua",
    label: "Đính chính câu trả lời",
    count: ({ waiting }) => waiting.notices,
  },
  { section: "eval", href: "/quan-tri/cau-hoi-danh-gia", label: "Câu hỏi đánh giá" },
  { section: "jobs", href: "/quan-tri/cong-viec", label: "Công việc", count: ({ waiting }) => waiting.jobs },
  { section: "missing", href: "/quan-tri/con-thieu", label: "Còn thiếu" },
  { section: "agencies", href: "/quan-tri/co-quan", label: "Cơ quan" },
  { section: "statistics", href: "/quan-tri/thong-ke", label: "Thống kê" },
  { section: "weekly", href: "/quan-tri/bao-cao-tuan", label: "Báo cáo tuần" },
  { section: "people", href: "/quan-tri/nguoi-dung", label: "Người dùng", adminOnly: true },
  { section: "channels", href: "/quan-tri/kenh", label: "Kênh" },
  { section: "export", href: "/quan-tri/xuat", label: "Xuất nhật ký" },
  { section: "account", href: "/quan-tri/tai-khoan", label: "Tài khoản" },
  { section: "actions", href: "/quan-tri/nhat-ky", label: "Nhật ký", adminOnly: true },
];

/** The frame of every page of somebody who is signed in. The menu opens on a phone by its anchor, without a script. */
export function frame({ title, here, view, body, styles, scripts }: FrameOptions): Html {
  const { session, done } = view;
  const right = html`<p class="who-bar"><span class="account-name">${session.name}</span> <a class="menu-open" href="#muc-luc">Mục lục</a></p>`;
  const content = html`${topBar("/quan-tri", right)}
<div class="console">
<nav class="console-menu" id="muc-luc" aria-label="Mục lục quản trị">
<a class="menu-close" href="#noi-dung">Đóng mục lục</a>
<ul>${ENTRIES.filter((entry) => mayOpen(entry, view)).map((entry) => menuItem(entry, here, view))}</ul>
<p class="menu-foot"><a href="/">Trang hỏi</a></p>
<form method="post" action="/quan-tri/dang-xuat"><button class="quiet">Đăng xuất</button></form>
</nav>
<main id="noi-dung" tabindex="-1">
${done === null ? "" : html`<p class="done" role="status">${done}</p>`}
${body}
</main>
</div>`;
  return consoleDocument(title, content, { styles, scripts });
}

/** Also for pages without a session: sign-in, and faults met before it. */
export function consoleDocument(
  title: string,
  body: Html,
  {
    styles = [],
    scripts = [],
  }: { styles?: readonly string[] | undefined; scripts?: readonly string[] | undefined } = {},
): Html {
  return htmlDocument({
    title: `${title} – Quản trị Trích Dẫn`,
    styles: ["style.css", "console.css", ...styles],
    scripts: ["console.js", ...scripts],
    body,
  });
}

/** Whether the menu of this view leads there. */
function mayOpen({ adminOnly = false }: Entry, { session }: View): boolean {
  return !adminOnly || session.role === "admin";
}

function menuItem({ section, href, label, count }: Entry, here: Section | null, view: View): Html {
  const number = count?.(view) ?? 0;
  const badge = number === 0 ? "" : html` <span class="count">${number}</span>`;
  return section === here
    ? html`<li><a href="${href}" aria-current="page">${label}${badge}</a></li>`
    : html`<li><a href="${href}">${label}${badge}</a></li>`;
}

/** One sentence in the console's frame, or alone when nobody is signed in. */
export function messageInConsole(title: string, sentence: string, view: View | null): Html {
  const body = html`<section class="notice" role="alert"><h1>${title}</h1><p>${sentence}</p><p><a href="/quan-tri">Về trang tổng quan</a></p></section>`;
  if (view !== null) return frame({ title, here: null, view, body });
  return consoleDocument(title, html`${topBar("/quan-tri", html``)}<main id="noi-dung" tabindex="-1">${body}</main>`);
}
