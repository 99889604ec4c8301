// Passkeys: a form with data-korzo-passkey asks the device before it is sent.
// "sign-in" fetches its challenge; "authenticate" and "add" find theirs in the page.

const note = document.querySelector("[data-korzo-passkey-note]");
const say = (text) => { if (note) { note.textContent = text; note.hidden = false; } };

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0)).buffer;
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));

const wanted = {
  "sign-in": async (form) => ask((await (await fetch(form.action, { headers: { Accept: "application/json" } })).json()).request_options),
  authenticate: async () => ask(inPage().request_options),
  add: async (form) => make(inPage().creation_options, form.elements.passwordless?.checked ?? true),
};

const inPage = () => JSON.parse(document.getElementById("passkey-options").textContent);

async function ask({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: named(publicKey.allowCredentials) };
  const given = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
  return written(given, { authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature), userHandle: userHandle ? text(userHandle) : null });
}

async function make({ publicKey }, alone) {
  const selection = { ...publicKey.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) selection.userVerification = "required";
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: named(publicKey.excludeCredentials),
    authenticatorSelection: selection,
  };
  const made = await navigator.credentials.create({ publicKey: options });
  const { attestationObject, clientDataJSON } = made.response;
  return written(made, { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON), transports: made.response.getTransports?.() ?? [] });
}

const written = (credential, response) => ({
  id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
  authenticatorAttachment: credential.authenticatorAttachment ?? undefined, clientExtensionResults: credential.getClientExtensionResults(),
});

for (const form of document.querySelectorAll("[data-korzo-passkey]"))
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential) return say(note?.dataset.textUnable);
    try {
      form.elements.credential.value = JSON.stringify(await wanted[form.dataset.korzoPasskey](form));
      form.submit();
    } catch (problem) {
      say(problem.name === "InvalidStateError" ? note?.dataset.textKnown : note?.dataset.textNone);
    }
  });
