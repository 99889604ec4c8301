// All about a cell, in a dialog: the page of the cell, fetched; its forms are sent from there.

export function panel(root, { current, saved, csrf }) {
  const dialog = root.querySelector("[data-korzo-panel]"), content = dialog.querySelector("[data-content]");
  let address = "", from = null;
  root.querySelector("[data-korzo-about]").addEventListener("click", open);
  dialog.addEventListener("close", () => from?.focus());
  dialog.addEventListener("submit", async (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    show(await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf() } }), true);
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
    if (!about) { location.assign(address); return false; }
    content.replaceChildren(document.importNode(about, true));
    if (isSent && answer.ok) saved(JSON.parse(about.dataset.figures));
    return true;
  }
}
