import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";

export interface OverviewPageOptions {
  view: View;
}

export function overviewPage({ view }: OverviewPageOptions): Html {
  const body = html`<h1>Tổng quan</h1>`;
  return frame({ title: "Tổng quan", here: "overview", view, body });
}
