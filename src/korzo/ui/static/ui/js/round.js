// The round of a crew: what is done at a stop waits on this device until there is a network, and what comes back with a
// reason is put into its form again. The page itself is kept here for today.
import { all, carry, flush, put, remove, STATES } from "korzo/outbox";

export function start(page) {
  const round = new Round(page);
  document.addEventListener("korzo:outbox", () => round.show());
  for (const form of page.querySelectorAll("[data-korzo-stop-form]"))
    form.addEventListener("submit", (event) => { event.preventDefault(); round.keep(form); });
  page.querySelector("[data-korzo-from-here]")?.addEventListener("click", ({ target }) => round.fromHere(target.closest("form")));
  carry(location.pathname, [...page.querySelectorAll(".k-stop img")].map(({ src }) => src));
  round.show();
  flush();
}

class Round {
  shown = Promise.resolve();
  editing = new Map(); // the number of the report that each form shows

  constructor(page) {
    this.page = page;
    this.texts = page.dataset;
    this.said = page.querySelector("[data-korzo-said]");
  }

  async keep(form) {
    const stop = form.closest("[data-korzo-stop]");
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const { owner, pass } = this.texts;
    const work = {
      id: this.editing.get(form) ?? crypto.randomUUID(),
      of: "round",
      at: Date.now(),
      stop: stop.dataset.korzoStop,
      page: location.pathname,
      pass: { address: pass, owner },
      address: form.action,
      title: stop.querySelector("h2").textContent.trim(),
      fields,
      photos: [...(form.elements.photos?.files ?? [])],
      uploads: [],
      state: STATES.waiting,
    };
    try { await put(work); } catch { this.said.textContent = this.texts.textFull; return; }
    this.editing.delete(form);
    const details = form.closest("details");
    if (details) details.open = false;
    form.reset();
    stop.querySelector("h2").scrollIntoView({ block: "nearest" });
    flush();
  }

  // What waits, what was sent meanwhile, and what came back, each at its stop; one after the other, so that the last news stays.
  show() {
    this.shown = this.shown.catch(() => {}).then(() => this.draw());
  }

  async draw() {
    const works = (await all()).filter(({ of, pass }) => of === "round" && (!pass || pass.owner === this.texts.owner));
    for (const work of works) {
      const stop = this.page.querySelector(`[data-korzo-stop="${CSS.escape(work.stop)}"]`);
      if (work.state === STATES.sent) { if (stop) this.took(stop, work.said); await remove(work.id); continue; }
      if (!stop) continue;
      this.tell(stop, work.state === STATES.refused ? `${this.texts.textRefused} ${work.reason}` : work.reason || this.texts.textWaiting, work.state);
      if (work.state === STATES.refused) this.open(stop, work);
    }
    const lost = works.find((work) => work.state === STATES.refused && !this.page.querySelector(`[data-korzo-stop="${CSS.escape(work.stop)}"]`));
    if (lost) this.said.textContent = `${lost.title}: ${lost.reason}`;
  }

  tell(stop, words, state) {
    const said = stop.querySelector("[data-korzo-stop-said]");
    if (said.textContent !== words) said.textContent = words;
    stop.dataset.work = state;
  }

  // Taken: the page says so, and what is reported next is measured by the case as it is now.
  took(stop, said) {
    this.tell(stop, said.said || this.texts.textSent, STATES.sent);
    if (said.outcome) stop.dataset.state = said.outcome;
    for (const input of stop.querySelectorAll('input[name="version"]')) input.value = input.defaultValue = said.version;
  }

  // Puts what came back into its form, with the version of the case that the person now knows of.
  open(stop, work) {
    const form = [...stop.querySelectorAll("[data-korzo-stop-form]")].find((each) => Boolean(each.closest("details")));
    if (this.editing.get(form) === work.id) return;
    this.editing.set(form, work.id);
    const given = Object.fromEntries(work.fields);
    for (const input of form.elements) {
      if (!(input.name in given)) continue;
      if (input.type === "radio") input.checked = input.value === given[input.name];
      else if (input.type !== "file") input.value = given[input.name];
    }
    if (work.version) form.elements.version.value = work.version;
    const files = new DataTransfer();
    work.photos.forEach((photo) => files.items.add(photo));
    form.elements.photos.files = files.files;
    form.elements.photos.dispatchEvent(new Event("change"));
    form.closest("details").open = true;
  }

  fromHere(form) {
    const go = () => form.requestSubmit();
    const sorry = () => { this.said.textContent = this.texts.textDenied; };
    if (!navigator.geolocation) { sorry(); return; }
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      Object.assign(form.elements.latitude, { value: coords.latitude });
      Object.assign(form.elements.longitude, { value: coords.longitude });
      go();
    }, sorry, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
  }
}
