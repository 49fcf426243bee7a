import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { describe } from "vitest";

/** Where Debian puts it. */
const CHROMIUM = "/usr/bin/chromium";

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

export const PHONE = { width: 375, height: 800 };
export const DESK = { width: 1280, height: 900 };

/** Runs where Debian's Chromium is installed (`apt-get install --no-install-recommends chromium fonts-liberation`). */
export function describeInChromium(name: string, tests: () => void): void {
  if (existsSync(CHROMIUM)) describe(name, tests);
  else describe.skip(`${name} (skipped: ${CHROMIUM} is not installed)`, tests);
}

export const openChromium = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

export interface ContextOptions {
  viewport: { width: number; height: number };
  javaScript?: boolean;
  /** For what is injected to look at the page; the pages' own policy is tested without it. */
  bypassCSP?: boolean;
  dark?: boolean;
}

export function openContext(browser: Browser, options: ContextOptions): Promise<BrowserContext> {
  const { viewport, javaScript = true, bypassCSP = false, dark = false } = options;
  const colorScheme = dark ? "dark" : "light";
  return browser.newContext({ viewport, javaScriptEnabled: javaScript, bypassCSP, colorScheme, locale: "vi-VN" });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Violation {
  id: string;
  impact: string | null | undefined;
  nodes: string[];
}

/** What axe finds against WCAG 2.2 A and AA and its best practices. */
export async function violationsOf(page: Page): Promise<Violation[]> {
  await page.addScriptTag({ content: axeSource });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } };
    interface AxeViolation {
      id: string;
      impact?: string | null;
      nodes: { html: string; failureSummary?: string }[];
    }
    const { violations } = await axe.run();
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ""}`),
    }));
  });
}

/** Wider than the window: somebody on a phone has to push the page about. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
