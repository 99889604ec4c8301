// Keys for people who work through a queue: j and k walk, Enter opens, / searches, ? tells. They can be switched off.

const OFF = "korzo-shortcuts-off";
let listening = false;

export function start(element) {
  const button = element.dataset.korzoKey;
  if (button) element.setAttribute("aria-keyshortcuts", button);
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", press);
  for (const box of document.querySelectorAll("[data-korzo-shortcuts-switch]")) {
    box.checked = !localStorage.getItem(OFF);
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  }
}

function press(event) {
  const writing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog[open], .k-map");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF)) return;
  const done = { j: () => walk(1), k: () => walk(-1), "/": search, "?": explain }[event.key] ?? named(event.key);
  if (done?.()) event.preventDefault();
}

function walk(step) {
  const links = [...document.querySelectorAll("[data-korzo-queue] a")];
  if (!links.length) return false;
  const here = links.indexOf(document.activeElement);
  const from = here >= 0 ? here : links.findIndex((link) => link.ariaCurrent);
  const next = links[Math.max(0, Math.min(links.length - 1, from + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function search() {
  const input = document.querySelector('input[type="search"]');
  input?.focus();
  return Boolean(input);
}

function explain() {
  const dialog = document.getElementById("shortcuts");
  dialog?.showModal();
  return Boolean(dialog);
}

function named(key) {
  const target = document.querySelector(`[data-korzo-key="${CSS.escape(key)}"]`);
  return target && (() => { use(target); return true; });
}

// A field is focused, what folds is opened at its first field (which may still be on its way), anything else is clicked.
function use(target) {
  const fields = "input:not([type=hidden]), textarea, select";
  if (target.matches(fields)) return target.focus();
  if (!target.matches("details")) return target.click();
  target.open = true;
  target.scrollIntoView({ block: "nearest" });
  const first = () => target.querySelector(fields);
  if (first()) first().focus();
  else target.addEventListener("htmx:after:swap", () => first()?.focus(), { once: true });
}
