// A table as a spreadsheet: arrow keys, typing, blocks from other spreadsheets, undo; every change is saved at once.
import { block, spelled } from "korzo/grid-block";
import { ask, askMark } from "korzo/grid-ask";
import { panel } from "korzo/grid-panel";
import { SignedOut, post, renew } from "korzo/grid-post";

const AGAIN_MS = 4000;

export function start(root) {
  const table = root.querySelector("table");
  const words = root.querySelector("[data-korzo-words]").dataset;
  const state = root.querySelector("[data-korzo-state]");
  const { save, mark } = root.dataset;
  const undo = root.querySelector("[data-korzo-undo]"), redo = root.querySelector("[data-korzo-redo]");
  const queue = [], done = [], undone = [];
  let rows = [], at = [0, 0], anchor = [0, 0], editor = null, busy = false, leaving = false, again = 0;

  table.setAttribute("role", "grid");
  if (!save) table.setAttribute("aria-readonly", "true");
  root.querySelector("[data-korzo-tools]").hidden = false;
  const add = root.querySelector("[data-korzo-add]");
  if (add) { add.hidden = false; add.addEventListener("click", addRow); }
  say(save ? words.keys : words.read);
  look();

  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest?.("td[data-cell]");
    if (cell && !editor) { at = place(cell); if (!event.target.dataset.extends) anchor = at; show(); }
  });
  table.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("td[data-cell]");
    if (!cell || editor?.contains(event.target)) return;
    event.preventDefault();
    commit();
    const again = cell === document.activeElement;
    go(place(cell), event.shiftKey);
    if (again && !event.shiftKey) edit();
  });
  table.addEventListener("dblclick", (event) => { if (event.target.closest("td[data-cell]") && !editor) edit(); });
  table.addEventListener("keydown", (event) => (editor ? whileEditing(event) : whileMoving(event)));
  table.addEventListener("focusout", (event) => { if (editor && event.target === editor) commit(); });
  document.addEventListener("copy", copy);
  document.addEventListener("paste", paste);
  undo?.addEventListener("click", () => back(done, undone));
  redo?.addEventListener("click", () => back(undone, done));
  addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
  const open = panel(root, { current: () => cellAt(at), saved: (figures) => { take(figures); push([]); }, words });

  function look() {
    rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td[data-cell]")]);
    for (const cell of rows.flat()) { cell.tabIndex = -1; if (!save) cell.setAttribute("aria-readonly", "true"); }
    if (!rows[0]?.length) return;
    cellAt(at).tabIndex = 0;
    table.parentElement.removeAttribute("tabindex");
  }

  function cellAt([down, right]) { return rows[Math.min(down, rows.length - 1)]?.[right]; }
  function place(cell) {
    const down = rows.findIndex((row) => row.includes(cell));
    return [down, rows[down].indexOf(cell)];
  }
  function chosen() {
    const [top, bottom] = [anchor[0], at[0]].sort((a, b) => a - b), [left, right] = [anchor[1], at[1]].sort((a, b) => a - b);
    return rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  }
  function show() {
    for (const cell of table.querySelectorAll("[aria-selected], td[tabindex='0']")) { cell.removeAttribute("aria-selected"); cell.tabIndex = -1; }
    for (const cell of chosen().flat()) cell.setAttribute("aria-selected", "true");
    const cell = cellAt(at);
    if (cell) cell.tabIndex = 0;
  }
  function go([down, right], extends_ = false) {
    if (!rows.length) return;
    at = [Math.max(0, Math.min(rows.length - 1, down)), Math.max(0, Math.min(rows[0].length - 1, right))];
    if (!extends_) anchor = at;
    const cell = cellAt(at);
    cell.dataset.extends = extends_ ? "yes" : "";
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    show();
  }

  function whileMoving(event) {
    const cell = event.target.closest("td[data-cell]");
    if (!cell) return;
    const [down, right] = at, control = event.ctrlKey || event.metaKey, last = rows[0].length - 1;
    const moves = {
      ArrowUp: [down - 1, right], ArrowDown: [down + 1, right], ArrowLeft: [down, right - 1], ArrowRight: [down, right + 1],
      PageUp: [down - 10, right], PageDown: [down + 10, right],
      Home: [control ? 0 : down, 0], End: [control ? rows.length - 1 : down, last],
    };
    if (event.key === "F2" && event.shiftKey) open();
    else if (moves[event.key] && !event.altKey) go(moves[event.key], event.shiftKey);
    else if (event.key === "Enter") go([down + (event.shiftKey ? -1 : 1), right]);
    else if (event.key === "Escape") { leaving = true; return; }
    else if (event.key === "Tab") { if (leaving || !tab(event.shiftKey)) return; }
    else if (event.key === "F2") edit();
    else if (control && event.key.toLowerCase() === "z") back(...(event.shiftKey ? [undone, done] : [done, undone]));
    else if (control && event.key.toLowerCase() === "y") back(undone, done);
    else if (["Delete", "Backspace"].includes(event.key)) change(chosen().flat().filter((each) => each.dataset.typed || each.dataset.absence).map((each) => [each, ""]));
    else if (event.key.length === 1 && !control && !event.altKey) edit(event.key);
    else return;
    leaving = false;
    event.preventDefault();
  }
  // Tab goes to the next cell, and out of the table at its end or after Escape.
  function tab(backwards) {
    const width = rows[0].length, next = at[0] * width + at[1] + (backwards ? -1 : 1);
    if (next < 0 || next >= rows.length * width) return false;
    go([Math.floor(next / width), next % width]);
    return true;
  }
  function whileEditing(event) {
    const [down, right] = at;
    if (event.key === "Escape") finish();
    else if (event.key === "Enter") { commit(); go([down + (event.shiftKey ? -1 : 1), right]); }
    else if (event.key === "Tab") { commit(); go([down, right]); if (!tab(event.shiftKey)) return; }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function edit(typed) {
    const cell = cellAt(at);
    if (!save || !cell) return;
    const head = table.tHead.rows[0].cells[cell.cellIndex];
    const choices = head.dataset.choices?.split("|");
    editor = document.createElement(choices ? "select" : "input");
    editor.className = "k-ledger-editor";
    editor.setAttribute("aria-label", `${cell.parentElement.cells[0].firstChild.textContent.trim()}, ${head.firstChild.textContent.trim()}`);
    if (choices) for (const each of ["", ...choices]) editor.add(new Option(each, each, false, each === cell.dataset.typed));
    else editor.value = typed ?? cell.dataset.typed;
    if (!choices && !["text", "date", "choice"].includes(cell.dataset.kind)) editor.inputMode = "decimal";
    cell.append(editor);
    cell.toggleAttribute("data-editing", true);
    editor.focus();
    if (typed === undefined) editor.select?.();
  }
  function commit() {
    if (!editor) return;
    const cell = editor.closest("td"), typed = editor.value.trim();
    finish();
    if (typed !== cell.dataset.typed || cell.hasAttribute("aria-invalid")) change([[cell, typed]]);
  }
  function finish() {
    const gone = editor, cell = gone.closest("td");
    editor = null;
    gone.remove();
    cell.removeAttribute("data-editing");
    cell.focus();
  }

  // Changes: [cell, typed], absence and decimal mark where they are others; what stood there is kept for undo, with its mark.
  function change(pairs, { remember = true, decimal = mark } = {}) {
    if (!pairs.length || !save) return;
    const steps = pairs.map(([cell, typed, absence = "", own = decimal]) => ({
      cell: cell.dataset.cell, typed, absence, decimal: own,
      before: { typed: cell.dataset.typed, absence: cell.dataset.absence ?? "", decimal: cell.dataset.decimal ?? mark },
    }));
    if (remember) { done.push(steps); undone.length = 0; }
    for (const [at, [cell, typed]] of pairs.entries()) {
      wrong(cell, "");
      cell.firstElementChild.textContent = typed;
      Object.assign(cell.dataset, { typed, decimal: steps[at].decimal });
      cell.toggleAttribute("data-waits", true);
    }
    push(steps);
  }
  function back(from, to) {
    const steps = from.pop();
    if (!steps) return;
    to.push(steps.map(({ cell, before, ...after }) => ({ cell, ...before, before: after })));
    change(steps.map(({ cell, before }) => [find(cell), before.typed, before.absence, before.decimal]).filter(([cell]) => cell), { remember: false });
    go(place(find(steps[0].cell)));
    buttons();
  }
  function buttons() {
    if (undo) [undo.disabled, redo.disabled] = [!done.length, !undone.length];
  }
  function find(name) { return rows.flat().find((cell) => cell.dataset.cell === name); }

  // What is sent at once has one decimal mark; nothing at all asks what stands there now.
  function push(steps) {
    if (!steps.length) queue.push({ steps, decimal: mark });
    for (const decimal of new Set(steps.map((each) => each.decimal))) queue.push({ steps: steps.filter((each) => each.decimal === decimal), decimal });
    buttons();
    pump();
  }
  // What could not be sent stays first in the queue, and is sent again.
  async function pump() {
    if (busy) return;
    busy = true;
    clearTimeout(again);
    try {
      while (queue.length) await send(queue[0]);
    } catch (error) {
      say(`${words.unsaved} ${error instanceof SignedOut ? words.expired : words.offline}`, "wrong");
      if (error instanceof SignedOut) await renew().catch(() => {});
      again = setTimeout(pump, AGAIN_MS);
    } finally {
      busy = false;
    }
  }
  async function send({ steps, decimal }) {
    say(words.saving, "saving");
    const edits = steps.map(({ cell, typed, absence }) => ({ cell, typed: absence ? "" : typed, absence, version: Number(find(cell)?.dataset.version ?? 0) }));
    const { ok, status, told } = await post(`${save}&mark=${encodeURIComponent(decimal)}`, edits);
    queue.shift();
    if (ok) settled(told);
    else if (status === 409) await conflict(told.conflict, edits, steps);
    else refused(told.problems, steps);
  }
  function settled(told) {
    take(told.figures);
    for (const [name, shown] of Object.entries(told.totals)) { const cell = find(name); if (cell) cell.firstElementChild.textContent = shown; }
    for (const { id, value } of told.ratios) { const each = root.querySelector(`[data-ratio="${id}"]`); if (each) each.textContent = value; }
    const section = root.querySelector("[data-korzo-differences]");
    section.hidden = !told.differences.length;
    section.querySelector("ul").replaceChildren(...told.differences.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    const beside = Object.values(told.figures).some((figure) => figure.beside);
    if (!queue.length && !root.querySelector("[aria-invalid]")) say(beside ? words.beside : words.saved, "saved");
  }
  function take(figures) {
    for (const [name, { shown, typed, version, more, absence }] of Object.entries(figures)) {
      const cell = find(name);
      if (!cell) continue;
      Object.assign(cell.dataset, { typed, version, absence, decimal: mark });
      cell.firstElementChild.textContent = shown;
      cell.querySelector("i")?.remove();
      cell.toggleAttribute("data-waits", false);
      if (more) { cell.dataset.more = more; cell.append(Object.assign(document.createElement("i"), { className: "ds-sr-only", textContent: `, ${more}` })); }
      else delete cell.dataset.more;
    }
  }
  // All or none was stored: what fits goes again without the others.
  function refused(problems, steps) {
    const bad = new Map(problems.map(({ cell, message }) => [cell, message]));
    const rest = steps.filter(({ cell }) => !bad.has(cell));
    for (const [name, message] of bad) { const cell = find(name); if (cell) { wrong(cell, message); cell.toggleAttribute("data-waits", false); } }
    if (rest.length && rest.length < steps.length) push(rest);
    say(`${words.unsaved} ${[...new Set(bad.values())].join(" ")}`, "wrong");
  }
  async function conflict(now, edits, steps) {
    const versions = new Map(edits.map(({ cell, version }) => [cell, version]));
    const again = [];
    for (const step of steps) {
      const theirs = now[step.cell];
      if (theirs.version === versions.get(step.cell)) { again.push(step); continue; }
      take({ [step.cell]: theirs });
      if (await ask(root.querySelector("[data-korzo-conflict]"), step.typed, theirs.shown || "–")) again.push(step);
    }
    if (again.length) push(again);
    else say(words.saved, "saved");
    find(steps[0].cell)?.focus();
  }
  function wrong(cell, message) {
    cell.querySelector(".k-ledger-wrong")?.remove();
    cell.toggleAttribute("aria-invalid", false);
    if (!message) return;
    cell.setAttribute("aria-invalid", "true");
    cell.append(Object.assign(document.createElement("small"), { className: "k-ledger-wrong", textContent: message }));
  }

  function inside() { return !editor && table.contains(document.activeElement) && document.activeElement.matches("td[data-cell]"); }
  function copy(event) {
    if (!inside()) return;
    event.clipboardData.setData("text/plain", spelled(chosen().map((row) => row.map((cell) => cell.dataset.typed))));
    event.preventDefault();
    say(words.copied);
  }
  async function paste(event) {
    if (!inside() || !save) return;
    event.preventDefault();
    const lines = block(event.clipboardData.getData("text/plain"));
    if (!lines.length) return;
    const area = chosen(), top = Math.min(anchor[0], at[0]), left = Math.min(anchor[1], at[1]);
    const one = lines.length === 1 && lines[0].length === 1;
    let pairs = one ? area.flat().map((cell) => [cell, lines[0][0]])
      : lines.flatMap((line, down) => line.map((text, right) => [rows[top + down]?.[left + right], text]));
    const outside = pairs.some(([cell]) => !cell);
    pairs = pairs.filter(([cell]) => cell);
    let told;
    try {
      ({ told } = await post(`${save}&preview`, pairs.map(([cell, typed]) => ({ cell: cell.dataset.cell, typed }))));
    } catch (error) {
      if (error instanceof SignedOut) await renew().catch(() => {});
      say(`${words.unpasted} ${error instanceof SignedOut ? words.expired : words.offline}`, "wrong");
      return;
    }
    let decimal = told.mark;
    if (told.ambiguous || told.problems.length) {
      decimal = await askMark(root.querySelector("[data-korzo-paste]"), told);
      if (!decimal) { cellAt(at).focus(); return; }
    }
    const bad = new Set(told.problems);
    pairs = pairs.filter(([cell]) => !bad.has(cell.dataset.cell));
    change(pairs, { decimal });
    anchor = [top, left];
    go([Math.min(rows.length - 1, top + lines.length - 1), Math.min(rows[0].length - 1, left + lines[0].length - 1)], true);
    say(`${words.pasted.replace("#", pairs.length)}${outside ? `. ${words.outside}` : ""}`);
  }

  // New rows have ids that grow with time, so that two people who add one at once add two.
  function addRow() {
    const heads = [...table.tHead.rows[0].cells], name = root.dataset.table;
    const id = (Math.floor(Date.now() / 1000) - 1767225600).toString(36) + Math.floor(Math.random() * 1296).toString(36).padStart(2, "0");
    const row = table.tBodies[0].insertRow();
    row.dataset.row = id;
    const title = document.createElement("th");
    title.scope = "row";
    title.textContent = String(table.tBodies[0].rows.length);
    row.append(title);
    for (const head of heads.slice(1)) {
      const cell = row.insertCell();
      Object.assign(cell.dataset, { cell: `${name}/${id}/${head.dataset.at}/actual`, typed: "", version: 0, kind: head.dataset.kind });
      cell.append(document.createElement("span"));
    }
    root.querySelector("[data-korzo-nothing]")?.remove();
    look();
    go([rows.length - 1, 0]);
  }

  function say(text, kind = "") { state.textContent = text; state.dataset.kind = kind; }
}
