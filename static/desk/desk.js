// Behaviours of every desk page; each does nothing where its mark is missing.
import { clear } from "./keeping/copies.js";
import { listenForKeys } from "./keys.js";
import { closeMenus } from "./menu.js";
import { nameFields } from "./names.js";
import { openWhereWeAre } from "./rooms.js";
import { showAtOnce } from "./sieve.js";

closeMenus();
nameFields();
openWhereWeAre();
showAtOnce();

// Whoever signs out leaves no copy of a text in this browser.
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      clear(Number(form.dataset.signOut))
        .catch(() => {})
        .then(() => form.submit());
    },
    { once: true },
  );
}
listenForKeys();
