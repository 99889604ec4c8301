// A form with one file: it can be dropped, tells how far it is while bytes go up, and can be stopped. Afterwards the page
// says how far reading is. Without this module the form is sent as any other.

export function start(element) {
  return element.matches("form") ? sending(element) : reading(element);
}

function sending(form) {
  const { dataset } = form;
  const input = form.querySelector('input[type="file"]');
  const area = form.querySelector("[data-korzo-drop]");
  const box = form.querySelector("[data-korzo-sending]");
  const [words, bar, stop] = ["p", "progress", "button"].map((name) => box.querySelector(name));
  const buttons = () => form.querySelectorAll("[type=submit]");
  let request;

  area.querySelector("[data-korzo-drop-hint]").hidden = false;
  for (const name of ["dragenter", "dragover"]) area.addEventListener(name, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    area.toggleAttribute("data-over", true);
  });
  area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || area.toggleAttribute("data-over", false));
  area.addEventListener("drop", (event) => {
    area.toggleAttribute("data-over", false);
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    input.focus();
  });

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    send();
  });
  stop.addEventListener("click", () => request?.abort());

  function send() {
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(bar, words, dataset.textSending, loaded / total));
    request.upload.addEventListener("load", () => { words.textContent = dataset.textTaken; stop.hidden = true; });
    request.addEventListener("load", () => {
      if (request.response?.url) location.assign(request.response.url);
      else end(request.response?.problem ?? dataset.textFailed);
    });
    request.addEventListener("error", () => end(dataset.textFailed));
    request.addEventListener("abort", () => end(dataset.textStopped));
    box.hidden = bar.hidden = stop.hidden = false;
    tell(bar, words, dataset.textSending, 0);
    buttons().forEach((button) => { button.disabled = true; });
    stop.focus();
    request.send(new FormData(form));
  }

  function end(told) {
    buttons().forEach((button) => { button.disabled = false; });
    bar.hidden = stop.hidden = true;
    words.textContent = told;
    input.focus();
  }
}

// The words change every tenth, so that who hears them hears ten sentences and not a thousand.
function tell(bar, words, text, share) {
  bar.value = share;
  const told = text.replace("{share}", Math.floor(share * 10) * 10);
  if (words.textContent !== told) words.textContent = told;
}

async function reading(box) {
  const [words, bar] = ["p", "progress"].map((name) => box.querySelector(name));
  for (;;) {
    await new Promise((done) => { setTimeout(done, 1000); });
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json() : null;
    if (told && !told.busy) return location.reload();
    if (told) tell(bar, words, box.dataset.textReading, told.progress);
  }
}
