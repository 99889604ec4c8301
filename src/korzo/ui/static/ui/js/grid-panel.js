import { csrf, renew } from "korzo/grid-post";

// All about a cell, in a dialog: the page of the cell, fetched; its forms are sent from there.

export function panel(root, { current, saved, words }) {
  const dialog = root.querySelector("[data-korzo-panel]"), content = dialog.querySelector("[data-content]");
  let address = "", from = null;
  root.querySelector("[data-korzo-about]").addEventListener("click", open);
  dialog.addEventListener("close", () => from?.focus());
  dialog.addEventListener("submit", async (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    body.delete("csrfmiddlewaretoken"); // it may be an old one
    let answer;
    try { answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf() } }); } catch { return unsaved(event.target, words.stays); }
    if (!await show(answer, true)) unsaved(event.target, words.again);
  });
  return open;

  async function open() {
    from = current();
    if (!from) return;
    address = `${root.dataset.panel}?cell=${encodeURIComponent(from.dataset.cell)}`;
    if (await show(await fetch(address))) dialog.showModal();
  }

  async function show(answer, isSent = false) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const about = page.querySelector("[data-korzo-about-cell]");
    if (!about) {
      if (isSent) await renew().catch(() => {});
      else location.assign(address);
      return false;
    }
    content.replaceChildren(document.importNode(about, true));
    if (isSent && answer.ok) saved(JSON.parse(about.dataset.figures));
    return true;
  }

  // What is written stays in the form.
  function unsaved(form, why) {
    form.querySelector("[data-unsaved]")?.remove();
    const told = Object.assign(document.createElement("p"), { className: "k-ledger-wrong", textContent: `${words.unsaved} ${why}` });
    told.dataset.unsaved = "";
    told.setAttribute("role", "alert");
    form.append(told);
  }
}
