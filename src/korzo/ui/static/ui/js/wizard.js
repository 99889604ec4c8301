// Keeps half-written answers in this tab until they are sent, so that a lost page loses no words.

const LEFT_OUT = new Set(["file", "password", "hidden", "submit", "button"]);

export function start(element) {
  if (element.dataset.korzoDraftSent) return sessionStorage.removeItem(key(element.dataset.korzoDraftSent));
  const name = key(element.dataset.korzoDraft);
  for (const form of element.matches("form") ? [element] : element.querySelectorAll("form")) keep(form, name);
}

function keep(form, name) {
  restore(form, read(name));
  form.addEventListener("submit", (event) => { if (event.submitter?.hasAttribute("data-korzo-anew")) sessionStorage.removeItem(name); });
  form.addEventListener("input", () => sessionStorage.setItem(name, JSON.stringify({ ...read(name), ...answers(form) })));
}

const key = (name) => `korzo-draft-${name}`;

function read(name) {
  try { return JSON.parse(sessionStorage.getItem(name)) ?? {}; } catch { return {}; }
}

const inputs = (form) => [...form.elements].filter((input) => input.name && !LEFT_OUT.has(input.type));

function answers(form) {
  const found = {};
  for (const input of inputs(form)) {
    if (["radio", "checkbox"].includes(input.type)) (found[input.name] ??= []).push(...(input.checked ? [input.value] : []));
    else found[input.name] = input.value;
  }
  return found;
}

// Only what the server left empty: its answers are newer.
function restore(form, draft) {
  const untouched = !inputs(form).some((input) => ["radio", "checkbox"].includes(input.type) && input.checked);
  for (const input of inputs(form)) {
    const kept = draft[input.name];
    if (kept === undefined) continue;
    if (Array.isArray(kept)) { if (untouched) input.checked = kept.includes(input.value); }
    else if (!input.value) input.value = kept;
  }
}
