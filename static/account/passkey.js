// Passkeys: asks the browser for one, and sends what it answers with the form it hangs on.
//   <form data-passkey="sign-in | prove | add"> with a hidden field `credential`, a button and a line for the error.
// What the server asks for stands in the form as JSON; for “sign-in” it is fetched, since it must be fresh.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const withBytes = (list = []) => list.map((item) => ({ ...item, id: bytes(item.id) }));

async function create(asked, alone) {
  const options = { ...asked, challenge: bytes(asked.challenge), excludeCredentials: withBytes(asked.excludeCredentials) };
  options.user = { ...asked.user, id: bytes(asked.user.id) };
  options.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: "required",
  };
  const made = await navigator.credentials.create({ publicKey: options });
  return inWords(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get(asked) {
  const options = { ...asked, challenge: bytes(asked.challenge), allowCredentials: withBytes(asked.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, signature, userHandle } = found.response;
  return inWords(found, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  });
}

function inWords(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

const asked = (form) => JSON.parse(form.querySelector("script[type='application/json']").textContent);

async function fresh(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options.publicKey;
}

const ways = {
  "sign-in": async (form) => get(await fresh(form)),
  prove: (form) => get(asked(form).request_options.publicKey),
  add: (form) => create(asked(form).creation_options.publicKey, form.elements.passwordless?.checked ?? false),
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const trouble = form.querySelector("[role=alert]");
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ways[form.dataset.passkey](form));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
