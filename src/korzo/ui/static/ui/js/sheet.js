// Typing paper ballots fast: what was typed is read back with titles; Enter after a number goes on, Enter alone sends.

export function start(form) {
  const input = form.elements.ballot;
  const read = form.querySelector("[data-korzo-read]");
  const titles = JSON.parse(document.getElementById(form.dataset.korzoSheet).textContent);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || /(^|\s)$/.test(input.value)) return;
    event.preventDefault();
    input.value += " ";
    show();
  });
  show();
  input.focus();

  function show() {
    read.replaceChildren(...input.value.split(/[\s,;]+/).filter(Boolean).map((part) => {
      const number = part.split(/[:=]/)[0];
      const item = document.createElement("li");
      item.textContent = titles[number] ? `${part} · ${titles[number]}` : `${part} · ${form.dataset.unknown}`;
      item.toggleAttribute("data-unknown", !titles[number]);
      return item;
    }));
  }
}
