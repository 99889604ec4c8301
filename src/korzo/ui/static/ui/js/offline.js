// The page that is kept on the device: one form that works without a network, and the list of what waits.
import { all, flush, put, remove, STATES } from "korzo/outbox";
import { positionOf } from "korzo/exif";

export function start(form) {
  const page = new Page(form);
  document.addEventListener("korzo:outbox", ({ detail: { isSent } }) => { page.list(); if (isSent) page.thank(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); page.keep(); });
  form.elements.category.addEventListener("change", () => page.ask());
  form.elements.address.addEventListener("input", (event) => event.target.setCustomValidity(""));
  form.querySelector("[data-korzo-locate]").addEventListener("click", () => page.locate());
  page.ask();
  page.begin();
}

class Page {
  id = null;
  uploads = [];
  tries = 0;

  constructor(form) {
    this.form = form;
    this.texts = form.dataset;
    this.section = document.querySelector("[data-korzo-waiting]");
    this.said = document.querySelector("[data-korzo-said]");
    this.place = form.querySelector("[data-korzo-place]");
  }

  // Shows what waits, and opens the report that another page sent here.
  async begin() {
    await this.list();
    const wanted = (await all()).find(({ id }) => id === location.hash.slice(1));
    if (wanted && wanted.state !== STATES.sent) this.open(wanted);
  }

  // Only the chosen kind's questions are asked, checked and sent.
  ask() {
    for (const group of this.form.querySelectorAll("[data-korzo-kind]"))
      group.hidden = group.disabled = group.dataset.korzoKind !== this.form.elements.category.value;
  }

  locate() {
    this.place.textContent = this.texts.textLooking;
    if (!navigator.geolocation) { this.place.textContent = this.texts.textDenied; return; }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.put(coords.latitude, coords.longitude, Math.max(1, Math.ceil(coords.accuracy))),
      () => { this.place.textContent = this.texts.textDenied; },
      { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 },
    );
  }

  put(latitude, longitude, metres) {
    Object.assign(this.form.elements.latitude, { value: latitude });
    Object.assign(this.form.elements.longitude, { value: longitude });
    const found = metres ? this.texts.textFound.replace("{metres}", metres) : this.texts.textKnown;
    this.place.textContent = latitude === "" ? "" : found;
    this.form.elements.address.setCustomValidity("");
  }

  async hasPlace() {
    const { address, latitude, photos } = this.form.elements;
    if (address.value.trim() || latitude.value || this.uploads.length) return true;
    const segments = await Promise.all([...photos.files].map(async (file) => positionOf(await file.slice(0, 256 * 1024).arrayBuffer())));
    return segments.some(Boolean);
  }

  async keep() {
    const { form } = this;
    form.elements.address.setCustomValidity((await this.hasPlace()) ? "" : this.texts.textPlace);
    if (!form.reportValidity()) return;
    const written = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const report = {
      id: this.id ?? crypto.randomUUID(),
      address: form.action,
      title: form.elements.category.selectedOptions[0].textContent.trim(),
      fields: written.map(([name, value]) => [name.replace(/^.*-(?=attribute_)/, ""), value]),
      photos: [...form.elements.photos.files],
      uploads: this.uploads,
      state: STATES.waiting,
      isChanged: this.tries > 0,
      tries: this.tries,
    };
    try { await put(report); } catch { this.said.textContent = this.texts.textFull; return; }
    this.empty();
    await this.list();
    this.said.textContent = this.texts.textKept;
    this.section.querySelector("h2").focus();
    scrollTo(0, 0);
    flush();
  }

  empty() {
    Object.assign(this, { id: null, uploads: [], tries: 0 });
    history.replaceState(null, "", location.pathname);
    this.form.reset();
    this.put("", "");
    this.ask();
    sessionStorage.removeItem(`korzo-draft-${this.texts.korzoDraft}`);
  }

  // Puts a kept report back into the form.
  open(report) {
    const { form } = this;
    this.empty();
    Object.assign(this, { id: report.id, uploads: report.uploads, tries: report.state === STATES.waiting ? report.tries : 0 });
    const values = grouped(report.fields);
    form.elements.category.value = values.category?.[0] ?? "";
    this.ask();
    for (const input of form.elements) {
      const given = values[input.name.replace(/^.*-(?=attribute_)/, "")];
      if (!given || input.matches(":disabled")) continue;
      if (["radio", "checkbox"].includes(input.type)) input.checked = given.includes(input.value);
      else if (input.type !== "file") [input.value] = given;
    }
    this.put(form.elements.latitude.value, form.elements.longitude.value);
    const files = new DataTransfer();
    report.photos.forEach((photo) => files.items.add(photo));
    form.elements.photos.files = files.files;
    form.elements.photos.dispatchEvent(new Event("change"));
    this.said.textContent = report.reason || this.texts.textOpened;
    this.form.scrollIntoView();
    form.elements.category.focus();
  }

  async list() {
    const reports = (await all()).filter(({ of }) => !of);
    const { texts } = this;
    this.section.hidden = !reports.length;
    this.section.querySelector("[data-korzo-count]").textContent = `(${reports.length})`;
    this.section.querySelector("ul").replaceChildren(...reports.map((report) => {
      const card = this.section.querySelector("template").content.cloneNode(true).firstElementChild;
      const part = (name) => card.querySelector(`[data-part="${name}"]`);
      const isSent = report.state === STATES.sent;
      card.dataset.state = report.state;
      part("title").textContent = report.title;
      part("words").textContent = report.fields?.find(([name]) => name === "description")?.[1] ?? "";
      part("state").textContent = { draft: texts.textDraft, waiting: texts.textWaiting, refused: texts.textRefused, sent: texts.textSent }[report.state];
      part("reason").textContent = report.isOlder ? texts.textOlder : report.reason;
      part("open").hidden = !(isSent && report.follow);
      if (report.follow) part("open").href = report.follow;
      if (report.code) part("open").append(` ${report.code}`);
      part("send").hidden = report.state !== STATES.waiting;
      part("change").hidden = isSent;
      part("send").addEventListener("click", () => this.sendNow(report));
      part("change").addEventListener("click", () => this.open(report));
      part("remove").addEventListener("click", () => this.forget(report));
      return card;
    }));
  }

  thank() { this.said.textContent = this.texts.textThanks; }

  async sendNow(report) {
    this.said.textContent = this.texts.textSending;
    await flush(report.id);
    const now = (await all()).find(({ id }) => id === report.id);
    this.said.textContent = { waiting: now?.reason || this.texts.textStill, refused: now?.reason, sent: this.texts.textThanks }[now?.state] ?? "";
  }

  async forget(report) {
    if (report.state !== STATES.sent && !confirm(this.texts.textSure)) return;
    await remove(report.id);
    await this.list();
    if (this.id === report.id) this.empty();
    (this.section.hidden ? document.querySelector("h1") : this.section.querySelector("h2")).focus();
  }
}

// All values under each name, as forms send them.
function grouped(pairs) {
  const found = {};
  for (const [name, value] of pairs) (found[name] ??= []).push(value);
  return found;
}
