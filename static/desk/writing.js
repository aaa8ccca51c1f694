// The writing screen's behaviour; without it everything is a plain form.
import { beside } from "./beside.js";
import { upgradeSelects } from "./editor/choose.js";
import { guard } from "./editor/guard.js";
import { leadPicture } from "./editor/lead.js";
import { rows } from "./editor/rows.js";
import { keeper } from "./keeping/keeper.js";
import { presence } from "./keeping/presence.js";
import { sayMoments } from "./zones.js";

const form = document.querySelector("[data-writing]");

for (const list of document.querySelectorAll("[data-rows]")) rows(list);
upgradeSelects(document);
sayMoments();

/** From a field to the next one, the text among them. */
function goOn(field) {
  const fields = [...form.querySelectorAll("input, textarea, select, .prosebox")];
  const after = fields.slice(fields.indexOf(field) + 1).find((one) => one.checkVisibility() && (one.form ?? form) === form);
  after?.focus();
}

const here = document.querySelector("[data-presence]");
let lastKey = () => 0;

if (form) {
  const keeping = keeper(form);
  guard(form, () => keeping.isKept);
  beside(form);
  lastKey = () => keeping.lastKey ?? 0;
  for (const select of form.querySelectorAll("select[data-picture]")) leadPicture(select);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !event.target.matches("input, [data-one-line]")) return;
    event.preventDefault(); // else a field sends the whole form, by whichever button comes first
    goOn(event.target);
  });
}

if (here) presence(here, () => lastKey());

// The toolbar sticks below the state of the story, however high that stands.
const state = document.querySelector("[data-state]");
if (state) {
  new ResizeObserver(() => {
    const sticks = getComputedStyle(state).position === "sticky";
    document.documentElement.style.setProperty("--state", sticks ? `${state.offsetHeight}px` : "0px");
  }).observe(state);
}

// “Mend it” goes to the field itself, not only to its place.
for (const link of document.querySelectorAll("[data-mend]")) {
  link.addEventListener("click", () => {
    const place = document.querySelector(link.getAttribute("href"));
    place?.closest("details")?.setAttribute("open", "");
    const control = place?.querySelector("[contenteditable=true], input:not([type=hidden]):not([hidden]), textarea:not([hidden]), select:not([hidden]), button");
    setTimeout(() => control?.focus(), 0);
  });
}
