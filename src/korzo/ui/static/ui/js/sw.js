// The service worker, served as /sw.js: shows what is pushed, and opens the page it is about.

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
