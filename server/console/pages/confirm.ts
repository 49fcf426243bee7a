import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";

export interface ConfirmOptions {
  /** On the button that opens, and on the one that acts. */
  label: string;
  action: string;
  /** What will happen, before it does. */
  sentence: string;
  fields?: Html;
  primary?: boolean;
  /** Of the button that acts, where the label would be too short. */
  act?: string;
}

/** A change that asks once more: the first press opens, the second one acts. Needs no script. */
export function confirm({ label, action, sentence, fields, primary = false, act = label }: ConfirmOptions): Html {
  return html`<details class="confirm"><summary class="${primary ? "button primary" : "button"}">${label}</summary>
<form method="post" action="${action}" class="stack card"><p>${sentence}</p>${fields ?? ""}
<p><button class="primary">${act}</button></p></form></details>`;
}
