// What a table sends. Who was signed out meanwhile signs in again in another tab, and nothing of it is lost.

const TOKEN = "hx-headers:inherited";

export class SignedOut extends Error {}

export function csrf() { return JSON.parse(document.body.getAttribute(TOKEN) ?? "{}")["X-CSRFToken"] ?? ""; }

// The answer and what it tells; throws SignedOut where the site wants to know first who is there, an Error where it is not there.
export async function post(address, told) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(told), redirect: "manual" });
  if (answer.status >= 500) throw new Error(answer.status);
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new SignedOut();
  return { ok: answer.ok, status: answer.status, told: await answer.json() };
}

// Signed in again, a browser has another token: the same page, asked for anew, has it.
export async function renew() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.body.getAttribute(TOKEN);
  if (token && !answer.redirected) document.body.setAttribute(TOKEN, token);
}
