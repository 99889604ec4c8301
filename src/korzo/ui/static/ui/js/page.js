// What every page runs: htmx, dialogs, and the modules that its elements ask for, loaded only then.
import "htmx.org";

const modules = {
  "[data-korzo-booth]": "korzo/ballots/booth",
  "[data-korzo-keeper]": "korzo/ballots/keeper",
  "[data-korzo-map]": "korzo/map",
  "[data-korzo-chart]": "korzo/chart",
  "[data-korzo-editor], [data-korzo-focus]": "korzo/editor",
  "[data-korzo-grid]": "korzo/grid",
  "[data-korzo-insert]": "korzo/insert",
  "[data-korzo-offline]": "korzo/offline",
  "[data-korzo-photo]": "korzo/photo",
  "[data-korzo-planner]": "korzo/planner",
  "[data-korzo-report]": "korzo/report",
  "[data-korzo-round]": "korzo/round",
  "[data-korzo-sheet]": "korzo/sheet",
  "[data-korzo-slides]": "korzo/slides",
  "[data-korzo-upload]": "korzo/upload",
  "[data-korzo-draft], [data-korzo-draft-sent]": "korzo/wizard",
  "[data-korzo-queue], [data-korzo-key]": "korzo/shortcuts",
};

const seen = new WeakSet();

function improve(root) {
  for (const [selector, name] of Object.entries(modules))
    for (const element of root.querySelectorAll(selector)) {
      if (seen.has(element)) continue;
      seen.add(element);
      whenNear(element, async () => (await import(name)).start(element));
    }
}

// Maps and charts wait until the person comes near them; the rest starts at once.
function whenNear(element, start) {
  if (!element.matches("[data-korzo-map], [data-korzo-chart]")) return start();
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    start();
  }, { rootMargin: "400px" });
  watcher.observe(element.matches("[data-korzo-map]") ? element.parentElement : element);
}

// Reports that wait on this device are looked after by every page; the page that is kept for them is fetched by those that
// a person who reports sees, and by the installed app.
const outbox = document.querySelector("[data-korzo-outbox]");
if (outbox && (remembered("korzo-outbox") || document.querySelector("[data-korzo-report], [data-korzo-offline], [data-korzo-round]") || matchMedia("(display-mode: standalone)").matches))
  import("korzo/outbox").then((module) => module.start(outbox));

function remembered(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-korzo-sign-out]")) sessionStorage.clear();
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-korzo-dialog]");
  if (opener) document.getElementById(opener.dataset.korzoDialog)?.showModal();
});
document.addEventListener("click", (event) => {
  const dialog = event.target.closest?.("dialog");
  if (dialog && event.target.closest("[data-korzo-close]")) dialog.close();
});
for (const button of document.querySelectorAll("[data-korzo-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
document.addEventListener("htmx:after:swap", () => improve(document));
improve(document);
