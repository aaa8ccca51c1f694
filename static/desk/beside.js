// The page as readers will get it, beside the text and made anew from the form while somebody writes. Nothing is saved.
import { calm } from "./editor/element.js";

const WAIT = 700;
const WIDE = matchMedia("(min-width: 64rem)");

/** Sends what stands in `form` to `action`, into the frame or window `target`, without `form` taking notice. */
function send(form, action, target) {
  const copy = document.createElement("form");
  Object.assign(copy, { method: "post", action, target, hidden: true });
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue;
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    copy.append(field);
  }
  document.body.append(copy);
  copy.submit();
  copy.remove();
}

export function beside(form) {
  const pane = document.querySelector("[data-beside]");
  const button = document.querySelector("button[data-preview]");
  if (!pane || !button) return;
  const stage = pane.querySelector(".beside__stage");
  const word = pane.querySelector(".beside__word");
  const dark = pane.querySelector("[name=beside-dark]");
  let shown = null;
  let coming = null;
  let again = false;
  let number = 0;

  const width = () => Number(pane.querySelector("[name=beside-width]:checked").value);
  const fit = () => {
    const scale = Math.min(1, stage.clientWidth / width());
    pane.style.setProperty("--page", `${width()}px`);
    pane.style.setProperty("--scale", String(scale));
  };
  const paint = () => {
    if (shown?.contentDocument) shown.contentDocument.documentElement.style.colorScheme = dark.checked ? "dark" : "light";
  };
  // A link leads out of the page, not out of the frame into a page that may not stand in one.
  const outwards = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  };
  const arrived = () => {
    const page = coming.contentDocument;
    if (page?.URL === "about:blank") return;
    if (page) {
      const before = shown?.contentWindow.scrollY ?? 0;
      shown?.remove();
      shown = coming;
      shown.classList.remove("is-coming");
      shown.contentWindow.scrollTo({ top: before, behavior: "instant" });
      page.addEventListener("click", outwards);
      page.addEventListener("keydown", keys);
      paint();
    } else {
      coming.remove();
    }
    word.textContent = page ? "" : pane.dataset.failed;
    coming = null;
    if (again) show();
  };
  const show = () => {
    if (pane.hidden) return;
    again = Boolean(coming);
    if (coming) return;
    if (!shown) word.textContent = pane.dataset.busy;
    // A new frame each time: pages in one frame would fill the history behind the browser's “back”.
    coming = document.createElement("iframe");
    coming.className = "beside__frame is-coming";
    coming.title = pane.dataset.title;
    coming.name = `beside-${(number += 1)}`;
    stage.append(coming);
    coming.addEventListener("load", arrived);
    send(form, button.formAction, coming.name);
  };

  const turn = (on) => {
    pane.hidden = !on;
    document.body.classList.toggle("has-beside", on);
    button.setAttribute("aria-expanded", String(on));
    if (on) {
      fit();
      show();
    } else {
      for (const frame of [shown, coming]) frame?.remove();
      shown = coming = null;
    }
  };
  const press = () => {
    if (WIDE.matches) turn(pane.hidden);
    else send(form, button.formAction, "_blank");
  };
  function keys(event) {
    if (event.code !== "KeyP" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    press();
  }

  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", pane.id);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    press();
  });
  addEventListener("keydown", keys);
  pane.querySelector("[data-beside-away]").addEventListener("click", () => {
    turn(false);
    button.focus();
  });
  pane.addEventListener("change", (event) => {
    event.stopPropagation(); // no field of the story
    fit();
    paint();
  });
  pane.addEventListener("input", (event) => event.stopPropagation());
  new ResizeObserver(fit).observe(stage);
  WIDE.addEventListener("change", () => !WIDE.matches && turn(false));
  const later = calm(show, WAIT);
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}
