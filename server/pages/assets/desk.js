// Keys for what the desk's pages can do without them. Whatever a key does has a button, a link or a field of its own.

const STORED = "trich-dan-phim-tat";

/** Storage may be forbidden by the browser: then the keys are on. */
function stored() {
  try {
    return localStorage.getItem(STORED) !== "khong";
  } catch {
    return true;
  }
}

function store(on) {
  try {
    localStorage.setItem(STORED, on ? "co" : "khong");
  } catch {
    // For this page only.
  }
}

const help = document.querySelector("[data-shortcuts]");
let on = stored();

function showState() {
  document.documentElement.classList.toggle("has-shortcuts", on);
}

if (help) {
  help.hidden = false;
  const box = help.querySelector("[data-shortcuts-on]");
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    store(on);
    showState();
  });
  showState();
  document.addEventListener("keydown", pressed);
}

/** Whoever types means letters. A radio or a tick box takes none. */
function isTyping(target) {
  if (!(target instanceof Element)) return false;
  if (target.closest("textarea, select, [contenteditable]")) return true;
  const input = target.closest("input");
  return input !== null && !["radio", "checkbox", "button", "submit"].includes(input.type);
}

function pressed(event) {
  if (!on || event.defaultPrevented || event.repeat === true) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
  if (act(event.key)) event.preventDefault();
}

/** True when the key means something here. */
function act(key) {
  if (key === "?") return toggleHelp();
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (/^[1-9]$/.test(key)) return choose(key);
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target === null) return false;
  if (target.matches("input")) {
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.focus();
  } else target.click();
  return true;
}

function toggleHelp() {
  help.open = !help.open;
  if (help.open) {
    help.querySelector("summary").focus();
    help.scrollIntoView({ block: "nearest" });
  }
  return true;
}

/** What j and k walk over: the links of a list, or of each group of verdicts the one that Tab would reach. */
function stops() {
  const links = [...document.querySelectorAll("[data-list] [data-open]")];
  return links.length > 0 ? links : [...document.querySelectorAll("[data-group]")].map(stopOf);
}

const stopOf = (group) => group.querySelector("[data-nth]:checked") ?? group.querySelector("[data-nth]");

function step(by) {
  const all = stops();
  if (all.length === 0) return false;
  const here = document.activeElement;
  const group = here?.closest("[data-group]");
  const at = all.indexOf(group ? stopOf(group) : here);
  const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  (next.closest("[data-group], li") ?? next).scrollIntoView({ block: "nearest" });
  return true;
}

/** In the group that has the focus, else in the first that has nothing chosen. */
function choose(key) {
  const groups = [...document.querySelectorAll("[data-group]")];
  const group =
    document.activeElement?.closest("[data-group]") ??
    groups.find((one) => one.querySelector("[data-nth]:checked") === null) ??
    groups[0];
  const radio = group?.querySelector(`[data-nth="${key}"]`);
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  return true;
}
