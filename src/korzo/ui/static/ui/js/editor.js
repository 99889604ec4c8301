// A text with pictures: chosen, dropped or pasted, each is sent with what it shows, and stands then where the cursor was.
// On a picture, a click chooses the point that stays in sight.

export function start(element) {
  return element.matches("form") ? writing(element) : pointing(element);
}

function writing(form) {
  const box = form.querySelector("[data-korzo-picture]");
  if (!box) return;
  const { dataset } = form;
  const text = form.querySelector("#id_body");
  const [file, alt] = box.querySelectorAll("input");
  const note = box.querySelector("[data-korzo-picture-note]");
  const add = box.querySelector("[data-korzo-picture-add]");

  for (const area of [text, box]) {
    for (const name of ["dragenter", "dragover"]) area.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      box.toggleAttribute("data-over", true);
    });
    area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || box.toggleAttribute("data-over", false));
    area.addEventListener("drop", (event) => take(event, event.dataTransfer));
  }
  text.addEventListener("paste", (event) => take(event, event.clipboardData));
  add.addEventListener("click", send);
  alt.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it belongs to the picture, not to the whole form
    send();
  });

  function take(event, carried) {
    box.toggleAttribute("data-over", false);
    const picture = [...carried.files].find(({ type }) => type.startsWith("image/"));
    if (!picture) return;
    event.preventDefault();
    const one = new DataTransfer();
    one.items.add(picture);
    file.files = one.files;
    alt.focus();
  }

  async function send() {
    const empty = [file, alt].find(({ value }) => !value.trim());
    if (empty) return empty.focus();
    add.disabled = true;
    note.textContent = dataset.textSending;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("picture-file", file.files[0]);
    body.append("picture-alt", alt.value);
    const answer = await fetch(dataset.add, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer && (await answer.json().catch(() => null));
    add.disabled = false;
    if (!told?.text) {
      note.textContent = told?.problem ?? dataset.textFailed;
      return;
    }
    const before = text.value.slice(0, text.selectionStart);
    const gap = before && !before.endsWith("\n\n") ? "\n\n" : "";
    text.setRangeText(`${gap}${told.text}\n\n`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    file.value = alt.value = "";
    note.textContent = dataset.textDone;
    text.focus();
  }
}

function pointing(box) {
  const [left, top] = ["left", "top"].map((name) => document.getElementById(`id_${name}`));
  if (!left || !top) return;
  box.addEventListener("click", (event) => {
    const { x, y, width, height } = box.querySelector("img").getBoundingClientRect();
    left.value = Math.round(((event.clientX - x) / width) * 100);
    top.value = Math.round(((event.clientY - y) / height) * 100);
    show();
  });
  for (const field of [left, top]) field.addEventListener("input", show);

  function show() {
    for (const circle of box.querySelectorAll("circle")) {
      circle.setAttribute("cx", `${left.value || 50}%`);
      circle.setAttribute("cy", `${top.value || 50}%`);
    }
  }
}
