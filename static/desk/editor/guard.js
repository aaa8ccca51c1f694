// Nothing typed is lost: the page says when something is not saved, and asks before it is left.
import { words } from "./element.js";

/** `isKept` says whether the server has all that was typed: then the page may be left without a question. */
export function guard(form, isKept) {
  const sign = document.querySelector("[data-unsaved]");
  const saying = sign?.textContent;
  const save = document.querySelector("[data-save]");
  let dirty = false;

  const mark = () => {
    dirty = true;
    if (sign) sign.hidden = false;
  };
  if (form.hasAttribute("data-dirty")) mark();
  form.addEventListener("input", mark);
  form.addEventListener("change", mark);

  form.addEventListener("submit", () => {
    dirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty && !isKept()) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    form.requestSubmit(save);
  });

  // A button belongs to the text that was saved: what is typed since has to be saved first.
  const stop = (event) => {
    if (!dirty) return;
    event.preventDefault();
    sign.textContent = words.saveFirst;
    setTimeout(() => {
      sign.textContent = saying;
    }, 8000);
    save?.focus();
  };
  for (const move of document.querySelectorAll("form[data-move]")) move.addEventListener("submit", stop);
  for (const move of document.querySelectorAll("a[data-move]")) move.addEventListener("click", stop);
  for (const way of document.querySelectorAll("[data-leave]")) {
    way.addEventListener("click", () => {
      dirty = false;
    });
  }
}
