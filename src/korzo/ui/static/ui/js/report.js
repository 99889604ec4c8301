// The screens of a report, when the line breaks while one is sent: nothing that was written or photographed is lost.
// The last screen's report goes to the outbox as it is; what was begun on the others goes on, on the page that is kept here.
import { flush, isKept, put, remove, STATES } from "korzo/outbox";

const PATIENCE = 120_000; // milliseconds
const DOWN = [502, 503, 504]; // the server cannot be reached, though something on the way can

export function start(form) {
  const begun = JSON.parse(form.dataset.korzoReport);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.hasAttribute("formaction") || button?.name) return; // looks for an address, takes a photo back
    if (form.dataset.step === "where" && navigator.onLine) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    send(form, begun).finally(() => form.removeAttribute("aria-busy"));
  });
}

async function send(form, begun) {
  let answer;
  try {
    const { next } = form.dataset;
    answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: next ? "manual" : "follow", signal: AbortSignal.timeout(PATIENCE) });
    if (DOWN.includes(answer.status)) throw new TypeError("down");
    if (answer.type === "opaqueredirect") return location.assign(next);
    if (answer.redirected) return location.assign(answer.url);
    if (answer.ok) sessionStorage.removeItem("korzo-draft-report"); // taken, and waits for a word from the person
    return show(await answer.text());
  } catch (error) {
    if (!["TypeError", "TimeoutError"].includes(error.name)) throw error;
    return form.dataset.step === "send" ? wait(form, begun) : goOn(form, begun);
  }
}

// The page as the server answers it, with what has to be put right.
function show(page) {
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const main = document.querySelector("main");
  main.replaceWith(fresh.querySelector("main"));
  document.title = fresh.title;
  document.dispatchEvent(new Event("htmx:after:swap"));
  (document.querySelector(".ds-error-summary") ?? document.querySelector("main")).focus();
}

async function wait(form, begun) {
  await put({ ...item(form, begun), state: STATES.waiting });
  leave(begun);
  const said = document.querySelector("[data-korzo-kept]").content.cloneNode(true).firstElementChild;
  document.querySelector("main").replaceChildren(said);
  scrollTo(0, 0);
  said.focus();
  document.addEventListener("korzo:outbox", ({ detail }) => { if (detail.isSent) location.assign(begun.page); });
  flush();
}

async function goOn(form, begun) {
  const later = form.querySelector("[data-korzo-later]");
  await put({ ...item(form, begun), state: STATES.draft });
  if (await isKept(begun.page)) {
    leave(begun);
    return location.assign(`${begun.page}#${begun.id}`);
  }
  await remove(begun.id); // this page is all there is: the words stay on it
  later.hidden = false;
  return later.focus();
}

// From now on the report lives here. The server is told with the next page that it need not offer to go on with it.
function leave({ id }) {
  sessionStorage.removeItem("korzo-draft-report");
  document.cookie = `korzo-kept=${id}; path=/; max-age=2592000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

function item(form, { id, address, title, fields, uploads }) {
  const written = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "key"].includes(name));
  const names = new Set(written.map(([name]) => name));
  const kind = form.elements.category;
  return {
    id, address, uploads,
    title: kind?.selectedOptions[0].textContent.trim() || title,
    fields: [...fields.filter(([name]) => !names.has(name)), ...written],
    photos: [...(form.elements.photos?.files ?? [])],
  };
}
