// The booth: code, questions one after another, review, ballot. Choices and code stay in this page; only the encrypted
// ballot leaves it, without cookies.
import { question } from "./choices.js";
import { tidy } from "./code.js";
import { work } from "./work.js";

export function start(booth) {
  const data = JSON.parse(document.getElementById("booth-data").textContent);
  const words = booth.querySelector("[data-korzo-words]").dataset;
  const steps = [...booth.querySelectorAll("[data-korzo-step]")];
  const step = (name) => steps.find((section) => section.dataset.korzoStep === name);
  const [first, review, done] = ["code", "review", "done"].map(step);
  const questions = steps.filter(({ dataset }) => dataset.korzoStep === "question").map((section) => question(section, words));
  let credential = "";
  let made = null; // the ballot of exactly these choices, to be sent again as it is
  let busy = false;
  let changes = false; // came from the review, and goes back there

  document.querySelector("[data-korzo-off]").remove();
  const letter = decodeURIComponent(location.hash.slice(1));
  history.replaceState({ step: 0 }, "", location.pathname + location.search); // the code leaves the address
  const field = first.querySelector("#booth-code");
  fill(letter);
  addEventListener("popstate", ({ state }) => show(made?.sent ? steps.indexOf(done) : credential ? state?.step ?? 0 : 0));
  addEventListener("beforeunload", (event) => { if (credential && !made?.sent) event.preventDefault(); });
  for (const button of booth.querySelectorAll("[data-korzo-back]")) button.addEventListener("click", () => history.back());
  first.querySelector("[data-korzo-practice]")?.addEventListener("click", practise);
  field.addEventListener("input", () => { first.querySelector("[data-korzo-found]").hidden = true; });
  on(first, begin);
  questions.forEach((each) => on(each.section, async () => each.problem() || go(changes ? steps.indexOf(review) : steps.indexOf(each.section) + 1)));
  on(review, cast);
  show(0, { quiet: true });
  work("ready").catch(() => {}); // so that everything is here when it is needed

  // Runs a step once at a time; what it gives back is said beside the button.
  function on(section, run) {
    section.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      const line = section.querySelector("[data-korzo-wrong]");
      line.textContent = "";
      line.textContent = (await run()) || "";
      busy = false;
      if (line.textContent) (section.querySelector("[aria-describedby~='booth-code-wrong']") ?? section.querySelector("input, button"))?.focus();
    });
  }

  function go(at) {
    history.pushState({ step: at }, "");
    show(at);
  }

  function show(at, { quiet = false } = {}) {
    if (steps[at] === review) summarise();
    changes &&= steps[at].dataset.korzoStep === "question";
    steps.forEach((section, index) => { section.hidden = index !== at; });
    if (quiet) return;
    (steps[at].querySelector("h2") ?? document.querySelector("h1")).focus();
    scrollTo(0, 0);
  }

  function fill(text) {
    const code = tidy(text);
    if (!code) return;
    field.value = code;
    first.querySelector("[data-korzo-found]").hidden = false;
  }

  async function practise() {
    const answer = await fetch(data.practice, { method: "POST", credentials: "omit" }).then((each) => each.json()).catch(() => ({ detail: words.offline }));
    first.querySelector("[data-korzo-wrong]").textContent = answer.detail ?? "";
    fill(answer.code ?? "");
  }

  async function begin() {
    const code = tidy(field.value);
    if (!code) return words.shape;
    field.value = code;
    field.setAttribute("aria-busy", "true");
    try {
      if (!(await isListed(code))) return words.unknown;
    } catch { return words.broken; } finally { field.removeAttribute("aria-busy"); }
    if (code !== credential) made = null;
    credential = code;
    go(1);
    return "";
  }

  // Asked for by two of its digits, among many others; without a network the box itself will say it later.
  async function isListed(code) {
    const half = await work("credential", { group: data.group, uuid: data.uuid, credential: code });
    try {
      const answer = await fetch(data.codes.replace("xx", half.slice(0, 2)), { credentials: "omit" });
      return !answer.ok || (await answer.json()).includes(half);
    } catch { return true; }
  }

  function summarise() {
    review.querySelector("[data-korzo-review]").replaceChildren(...questions.map((each) => {
      const change = Object.assign(document.createElement("button"), { type: "button", className: "ds-button" });
      Object.assign(change.dataset, { variant: "tertiary", size: "sm" });
      change.append(words.change, element("span", ` ${each.title}`, "ds-sr-only"));
      change.addEventListener("click", () => { changes = true; go(steps.indexOf(each.section)); });
      const list = element("ul");
      list.append(...each.words().map((text) => element("li", text)));
      const row = element("li");
      row.append(element("strong", each.title), list, change);
      return row;
    }));
  }

  async function cast() {
    const votes = questions.map((each) => each.vote());
    const status = review.querySelector("[data-korzo-busy]");
    const button = review.querySelector("button[type=submit]");
    button.setAttribute("aria-disabled", "true");
    try {
      if (!made || JSON.stringify(made.votes) !== JSON.stringify(votes)) {
        say(status, words.encrypting);
        const { election, trustees, fingerprint } = data;
        try {
          made = { votes, ...(await work("ballot", { election, trustees, fingerprint, credential, votes })) };
        } catch { return words.broken; }
      }
      say(status, words.sending);
      const answer = await send(made.ballot);
      if (!answer) return words.offline;
      if (answer.tracker !== made.tracker) return answer.detail ?? words.broken;
      made.sent = true;
      finish();
      return "";
    } finally {
      say(status, "");
      button.removeAttribute("aria-disabled");
    }
  }

  // The very same bytes get the very same answer: so a lost answer is simply asked for again. Null: no connection.
  async function send(body) {
    for (const wait of [0, 500, 2000]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        const answer = await fetch(data.cast, {
          method: "POST", body, credentials: "omit", headers: { "Content-Type": "application/json" }, referrerPolicy: "no-referrer",
        });
        if (answer.status < 500) return await answer.json();
      } catch { /* once more */ }
    }
    return null;
  }

  function finish() {
    const tracker = made.tracker;
    field.value = "";
    done.querySelector("[data-korzo-tracker]").textContent = tracker;
    const link = done.querySelector("[data-korzo-board]");
    link.href = `${data.board}?${new URLSearchParams({ tracker })}`;
    const copied = done.querySelector("[data-korzo-copied]");
    const copy = done.querySelector("[data-korzo-copy]");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(tracker);
      copy.querySelector("span").textContent = copied.textContent = words.copied;
    });
    copy.hidden = !navigator.clipboard;
    history.replaceState({ step: steps.indexOf(done) }, "");
    show(steps.indexOf(done));
  }
}

function say(line, text) {
  line.textContent = text;
  line.hidden = !text;
}

function element(name, text = "", className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}
