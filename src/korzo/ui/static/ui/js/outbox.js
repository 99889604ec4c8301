// What waits on this device until there is a network, reports and work from the street: kept in IndexedDB, sent once each,
// shown to the person. Each carries a number of its own; the server answers a number that it knows as the first time.

const PATIENCE = 180_000; // milliseconds for a report with photos on a weak line
const AGAIN = 60_000; // milliseconds between two tries while the page is open
const SOON = 3_000; // milliseconds to the second try, twice as many to the third: a line that broke is often back at once
const FLAG = "korzo-outbox"; // in localStorage: that something waits, so that other pages need not look
const worker = () => navigator.serviceWorker;

export const STATES = { draft: "draft", waiting: "waiting", refused: "refused", sent: "sent" };

// Storage -------------------------------------------------------------------------------------------------------------
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("korzo", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => { opened = undefined; reject(request.error); };
  });
  return opened;
}

async function work(mode, act) {
  const action = (await database()).transaction("outbox", mode);
  return new Promise((resolve, reject) => {
    let found;
    act(action.objectStore("outbox"), (value) => { found = value; });
    action.oncomplete = () => resolve(found);
    action.onerror = action.onabort = () => reject(action.error);
  });
}

export async function all() {
  const found = await work("readonly", (store, give) => { store.getAll().onsuccess = (event) => give(event.target.result); });
  return found.sort((one, other) => one.at - other.at);
}

export async function put(item) {
  await change(item.id, (old) => ({ at: Date.now(), tries: 0, reason: "", ...item, edition: (old?.edition ?? 0) + 1 }));
}

export const remove = (id) => change(id, () => null);

// Changes one report in one transaction; `how` gets what is kept (or undefined) and returns what to keep (or null).
async function change(id, how) {
  let next;
  await work("readwrite", (store) => {
    store.get(id).onsuccess = (event) => {
      next = how(event.target.result);
      if (next) store.put(next);
      else store.delete(id);
    };
  });
  const left = (await all()).filter(({ state }) => state !== STATES.sent).length;
  try { if (left) localStorage.setItem(FLAG, String(left)); else localStorage.removeItem(FLAG); } catch { /* other pages then do not tell */ }
  document.dispatchEvent(new CustomEvent("korzo:outbox", { detail: { left, isSent: next?.state === STATES.sent } }));
}

// Sending -------------------------------------------------------------------------------------------------------------
let last = Promise.resolve();

// Sends what waits, one after the other; `id` sends that one only. Who calls while others send comes after them: the network
// may have come back meanwhile.
export function flush(id) {
  last = last.catch(() => {}).then(() => alone(() => sendAll(id)));
  return last;
}

// No two tabs send at once; where tabs cannot agree, the server still makes one case.
const alone = (act) => (navigator.locks ? navigator.locks.request("korzo-outbox", act) : act());

async function sendAll(id) {
  for (const item of await all()) if (item.state === STATES.waiting && (!id || item.id === id)) await settle(item, await send(item));
}

async function send(item) {
  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  for (const photo of item.photos) body.append("photos", photo, photo.name);
  for (const upload of item.uploads) body.append("uploads", upload);
  const headers = { "Idempotency-Key": item.id, Accept: "application/json" };
  try {
    if (item.pass) {
      const { token, ...refused } = await passFor(item.pass);
      if (!token) return refused;
      headers["X-CSRFToken"] = token;
    }
    const credentials = item.pass ? "same-origin" : "omit";
    const answer = await fetch(item.address, { method: "POST", body, headers, credentials, signal: AbortSignal.timeout(PATIENCE) });
    return { status: answer.status, said: await answer.json() };
  } catch {
    return { status: 0, said: {} }; // no network, or an answer that broke off or came from something on the way
  }
}

// What is sent in a person's name waits until that person is signed in, and gets the token of that moment.
async function passFor({ address, owner }) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  const said = await answer.json();
  if (!answer.ok) return { status: answer.status, said };
  return said.owner === owner ? said : { status: 0, said: {} };
}

function settle(item, { status, said }) {
  return change(item.id, (kept) => {
    if (!kept) return null; // removed meanwhile
    if (status >= 200 && status < 300) return sent(kept, item, said);
    if (kept.edition !== item.edition) return kept;
    if ([400, 409, 413, 422].includes(status))
      return { ...kept, state: STATES.refused, reason: said.detail ?? "", version: said.version, uploads: said.field === "uploads" ? [] : kept.uploads };
    if (!status && kept.tries < 2) setTimeout(() => flush(item.id), SOON * (kept.tries + 1));
    return { ...kept, tries: kept.tries + 1, reason: [401, 429].includes(status) ? (said.detail ?? "") : "" };
  });
}

// Of what was sent only the way to it stays: no words, no photos, no address.
function sent(kept, item, said) {
  const { id, at, edition, title, of, stop } = kept;
  if (of) return { id, at, edition, title, of, stop, said, state: STATES.sent };
  return report(kept, item, said);
}

function report(kept, item, { code, follow, detail, is_new: isNew }) {
  const isOlder = kept.edition !== item.edition || (isNew === false && item.isChanged);
  return { id: kept.id, at: kept.at, edition: kept.edition, title: kept.title, state: STATES.sent, code, follow, reason: detail ?? "", isOlder };
}

// Every page ----------------------------------------------------------------------------------------------------------
// `banner` links to the page that is kept on the device, and says when something waits or has just been sent.
export function start(banner) {
  const [waits, isSent] = banner.querySelectorAll("[data-korzo-waits], [data-korzo-sent]");
  const link = banner.querySelector("a");
  const usual = link.href;
  const isThere = Boolean(document.querySelector("[data-korzo-offline], [data-korzo-round]")); // the page that says it all
  const lead = async () => { link.href = (await all()).find(({ state }) => state !== STATES.sent)?.page ?? usual; };
  const tell = ({ detail: { left } }) => {
    if (banner.hidden && !left) return;
    banner.hidden = isThere;
    waits.hidden = !left;
    isSent.hidden = Boolean(left);
    lead();
  };
  document.addEventListener("korzo:outbox", tell);
  const waiting = async () => (await all()).filter(({ state }) => state !== STATES.sent).length;
  waiting().then((left) => { if (left) { tell({ detail: { left } }); flush(); } });
  addEventListener("online", () => flush());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(() => { if (!document.hidden) flush(); }, AGAIN);
  tellWorker({ keep: new URL(usual).pathname });
}

// Lets the worker keep a page on the device: the one for reporting in this language, or somebody's own for today.
async function tellWorker(message) {
  if (!worker()) return;
  try { await worker().register("/sw.js"); } catch { return; } // no network: what is here will do
  (await worker().ready).active.postMessage(message);
}

export const carry = (page, pictures) => tellWorker({ carry: { page, pictures } });

export const isKept = async (page) => Boolean(globalThis.caches && (await caches.match(page)));
