// The service worker, served as /sw.js below a line that says what to keep (SHELL: version, pages, own, assets, signOut).
// It keeps the page for reporting without a network and, for today, a person's own page of work; shows what is pushed, and
// opens the page that a notice is about.
// A new version fetches everything anew into a cache of its own, takes over, and drops the old one.

const PREFIX = "korzo-shell-";
const SHELF = `${PREFIX}${SHELL.version}`;
const OWN = "korzo-own"; // what only this person sees: one page and its pictures, until they sign out or the day is over
const DAY = 86_400_000; // milliseconds
const PATIENCE = 15_000; // milliseconds until a page that does not come is replaced by the one that is here

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil((async () => {
    for (const page of await pagesKept()) await keep(page);
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await shelves()) if (name !== SHELF) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (SHELL.pages.includes(event.data?.keep)) event.waitUntil(renew(event.data.keep));
  if (SHELL.own.includes(event.data?.carry?.page)) event.waitUntil(carry(event.data.carry));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && SHELL.signOut.includes(url.pathname)) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (SHELL.assets.includes(url.pathname)) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
  else if (request.destination === "image") event.respondWith(fetch(request).catch(async () => (await mine(request.url)) ?? Response.error()));
});

const shelves = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
const forget = async () => Promise.all([OWN, ...(await shelves())].map((name) => caches.delete(name)));

async function pagesKept() {
  const found = [];
  for (const name of await shelves())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return SHELL.pages.filter((page) => found.includes(page));
}

// The kinds of problems change, and so does the program: a new program brings its own copy, an old one is left alone.
async function renew(page) {
  await self.registration.update().catch(() => {});
  if (!self.registration.installing && !self.registration.waiting) await keep(page);
}

// Asked for without cookies: what is kept is what a stranger sees.
async function keep(page) {
  const shelf = await caches.open(SHELF);
  for (const path of SHELL.assets) if (!(await shelf.match(path))) await shelf.add(path);
  const answer = await fetch(page, { credentials: "omit", cache: "no-store" });
  if (answer.ok && !answer.redirected) await shelf.put(page, answer);
}

// Asked for in the person's name, and kept only as long as the page that says it is theirs.
async function carry({ page, pictures }) {
  const shelf = await caches.open(SHELF);
  for (const path of SHELL.assets) if (!(await shelf.match(path))) await shelf.add(path);
  const answer = await fetch(page, { cache: "no-store" });
  await caches.delete(OWN);
  if (!answer.ok || answer.redirected) return;
  const own = await caches.open(OWN);
  for (const picture of pictures) if (new URL(picture).origin === self.location.origin) await own.add(picture).catch(() => {});
  await own.put(page, answer);
}

// From the person's own shelf, if it is of this day.
async function mine(path) {
  if (!(await caches.has(OWN))) return undefined;
  const own = await caches.open(OWN);
  for (const request of await own.keys()) {
    if (!SHELL.own.includes(new URL(request.url).pathname)) continue;
    const kept = Date.parse((await own.match(request)).headers.get("Date"));
    if (Date.now() - kept < DAY && new Date(kept).toDateString() === new Date().toDateString()) return own.match(path, { ignoreVary: true });
  }
  await caches.delete(OWN);
  return undefined;
}

const found = (what) => caches.match(what, { cacheName: SHELF });

async function asset(request) {
  return (await found(request)) ?? fetch(request);
}

async function page(request, path) {
  const answer = fetch(request);
  const instead = (await mine(path)) ?? (await kept(path));
  if (!instead) return answer;
  const tooLate = new Promise((resolve) => setTimeout(() => resolve(instead), PATIENCE));
  return Promise.race([answer.catch(() => instead), tooLate]);
}

// The kept page in the language of the page that was asked for, or in any.
async function kept(path) {
  const language = path.split("/")[1];
  const order = [...SHELL.pages].sort((one, other) => other.startsWith(`/${language}/`) - one.startsWith(`/${language}/`));
  for (const page of order) {
    const answer = await found(page);
    if (answer) return answer;
  }
  return undefined;
}

self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data?.json() ?? {}; } catch { return; }
  event.waitUntil(self.registration.showNotification(told.title ?? "", { body: told.body, tag: told.tag, data: { url: told.url ?? "/" }, icon: "/icon.svg" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/", self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const same = open.find((each) => new URL(each.url).pathname === url.pathname);
    return same ? same.focus() : self.clients.openWindow(url.href);
  })());
});
