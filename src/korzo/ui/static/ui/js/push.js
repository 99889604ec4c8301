// Lets this browser show notifications: asks the person, subscribes, and sends the form with what came of it.

const form = document.querySelector("[data-korzo-push]");
const note = document.querySelector("[data-korzo-push-note]");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") return (note.textContent = note.dataset.textDenied);
  await navigator.serviceWorker.register(form.dataset.worker);
  const worker = await navigator.serviceWorker.ready;
  const old = await worker.pushManager.getSubscription();
  const subscription = old ?? (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) }));
  const { endpoint, keys } = subscription.toJSON();
  Object.entries({ endpoint, ...keys }).forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
  form.submit();
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  note.textContent = "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe().catch(() => { note.textContent = note.dataset.textFailed; });
  });
}
