// The pages of those who keep a key: it is made, tried and used on their own device. Until it was tried, this tab
// remembers it, so that it need not be typed at every step.
import { dashed, tidy, token } from "./code.js";
import { work } from "./work.js";

const LOOK_AGAIN = 8000;

export function start(page) {
  const data = JSON.parse(document.getElementById("keeper-data").textContent);
  const words = page.querySelector("[data-korzo-words]").dataset;
  const part = page.querySelector("[data-korzo-part]");
  const wrong = page.querySelector("[data-korzo-wrong]");
  const busy = page.querySelector("[data-korzo-busy]");
  const place = `korzo-key-${data.uuid}-${data.index}`;
  const mixedPlace = `korzo-mixed-${data.uuid}-${data.index}`;
  page.querySelector("[data-korzo-off]").remove();
  if (page.querySelector("[data-korzo-wait]")) setTimeout(look, LOOK_AGAIN);
  if (!part) return;
  part.hidden = false;
  let seed = data.step === "rehearse" ? "" : sessionStorage.getItem(place) ?? "";
  if (seed && data.step !== "key") part.querySelector("[data-korzo-ask]").hidden = true;
  part.querySelector("[data-korzo-make]")?.addEventListener("click", make);
  part.querySelector("#key-file")?.addEventListener("change", async ({ target }) => {
    part.querySelector("#key-text").value = (await target.files[0]?.text())?.trim() ?? "";
  });
  part.querySelector("[data-korzo-do]").addEventListener("click", async ({ currentTarget: button }) => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    wrong.textContent = "";
    wrong.textContent = await go().catch((error) => (error.message === "another key" ? words.other : `${words.broken} ${error.message}`));
    busy.hidden = true;
    button.removeAttribute("aria-disabled");
  });

  // Another page than before, as soon as the others have done their part.
  async function look() {
    const { step } = await now();
    if (step && step !== data.step) location.reload();
    else setTimeout(look, LOOK_AGAIN);
  }

  async function now() {
    const shown = await fetch(location.href, { cache: "no-store" }).then((answer) => answer.text()).catch(() => "");
    return JSON.parse(new DOMParser().parseFromString(shown, "text/html").getElementById("keeper-data")?.textContent ?? "{}");
  }

  function make() {
    seed = token(22);
    part.querySelector("[data-korzo-made]").hidden = false;
    part.querySelector("[data-korzo-make]").parentElement.hidden = true;
    const shown = part.querySelector("[data-korzo-seed]");
    shown.textContent = dashed(seed);
    const save = part.querySelector("[data-korzo-save]");
    save.href = URL.createObjectURL(new Blob([`${seed}\n`], { type: "text/plain" }));
    save.download = `${words.name}-${data.vote}-${data.index}.txt`;
    shown.focus();
  }

  async function go() {
    if (data.step === "key") {
      if (!part.querySelector("#kept").checked) return words.kept;
    } else if (!seed) {
      const typed = tidy(part.querySelector("#key-text").value);
      if (!typed) return words.key;
      seed = typed.replaceAll("-", "");
    }
    busy.hidden = false;
    try {
      return await makeAndSend();
    } finally {
      if (part.querySelector("[data-korzo-ask]:not([hidden])")) seed = "";
    }
  }

  async function makeAndSend() {
    const given = { ...data, seed, mixed: Boolean(localStorage.getItem(mixedPlace)) };
    if (data.archive) {
      const answer = await fetch(data.archive, { credentials: "omit", cache: "no-store" }).catch(() => null);
      if (!answer?.ok) return words.offline;
      given.archive = await answer.arrayBuffer();
    }
    const bar = busy.querySelector("progress");
    const made = await work(data.step, given, (done) => { bar.value = done; });
    const form = new FormData();
    form.append("step", data.step);
    form.append("height", data.height);
    form.append("message", new Blob([typeof made === "string" ? made : JSON.stringify(made)]), "message.json");
    form.append("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(location.href, { method: "POST", body: form }).catch(() => null);
    if (!answer || answer.status >= 500) return words.offline;
    if (answer.status === 422) return (await answer.json()).detail;
    if (answer.status === 409 && data.step === "shuffle") { // somebody else shuffled meanwhile
      const { step, height } = await now();
      if (step === "shuffle" && height !== data.height) return makeAndSend(Object.assign(data, { height }));
    }
    if (answer.ok && data.step === "shuffle") localStorage.setItem(mixedPlace, "1");
    if (data.step === "rehearse") sessionStorage.removeItem(place);
    else if (!data.archive) sessionStorage.setItem(place, seed);
    location.reload();
    return "";
  }
}
