import { html } from "hono/html";

export type Html = ReturnType<typeof html>;

export interface PageOptions {
  title: string;
  /** Which entry of the menu the page belongs to. */
  here: "ask" | "documents" | null;
  body: Html;
  /** Name of the page's script in `assets/`, without it the page works the same. */
  script?: string;
  /** False: the entries of the menu are not for this visitor. */
  menu?: boolean;
}

/** The frame of every page: no inline style or script, so that the content security policy can forbid both. */
export function page({ title, here, body, script, menu = true }: PageOptions): Html {
  const content = html`${topBar("/", menu ? menuHtml(here) : "")}
<main id="noi-dung" tabindex="-1">
${body}
</main>`;
  return htmlDocument({ title, styles: ["style.css"], scripts: script === undefined ? [] : [script], body: content });
}

export interface HtmlDocumentOptions {
  title: string;
  /** Names in `assets/`. */
  styles: string[];
  scripts: string[];
  body: Html;
}

export function htmlDocument({ title, styles, scripts, body }: HtmlDocumentOptions): Html {
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}">`)}
${scripts.map((name) => html`<script src="/assets/${name}" defer></script>`)}
</head>
<body>
<a class="skip" href="#noi-dung">Đến nội dung</a>
${body}
</body>
</html>`;
}

/** `home`: where the name leads; `right`: what stands across from it. */
export function topBar(home: string, right: Html | ""): Html {
  return html`<header class="top">
<a class="brand" href="${home}"><img src="/assets/icon.svg" alt="" width="28" height="28"> Trích Dẫn</a>
${right}
</header>`;
}

function menuHtml(here: PageOptions["here"]): Html {
  return html`<nav class="menu" aria-label="Trang">
${menuLink("/", "Hỏi", here === "ask")}
${menuLink("/documents", "Kho văn bản", here === "documents")}
</nav>`;
}

function menuLink(href: string, label: string, current: boolean): Html {
  return current ? html`<a href="${href}" aria-current="page">${label}</a>` : html`<a href="${href}">${label}</a>`;
}

/** A page that says one thing: not found, not ready, a fault. */
export function messagePage(title: string, sentence: string): Html {
  return page({
    title: `${title} – Trích Dẫn`,
    here: null,
    body: html`<section class="notice"><h1>${title}</h1><p>${sentence}</p><p><a href="/">Về trang hỏi</a></p></section>`,
  });
}
