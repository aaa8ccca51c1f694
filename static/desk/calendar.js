// The calendar: an entry is dragged to another day, or taken by its handle and moved with the arrow keys.
// Each drop sends the entry's own form; what the server refuses goes back to where it was, with its sentence.
const calendar = document.querySelector("[data-calendar]");
const said = document.querySelector("[data-said]");
const refused = document.querySelector("[data-refused]");
const words = JSON.parse(document.getElementById("calendar-words")?.textContent ?? "{}");
const FAR_ENOUGH = 6; // pixels, before a press is a drag

const say = (sentence, about = {}) => {
  said.textContent = Object.entries(about).reduce((text, [name, value]) => text.replace(`{${name}}`, value), sentence);
};
const days = () => [...calendar.querySelectorAll("[data-day]")];
const dayOf = (entry) => entry.closest("[data-day]");
const gripOf = (entry) => entry.querySelector("[data-grip]");

/** An entry that is on its way: where it came from, and how it gets back there. */
let taken = null;

function take(entry) {
  taken = { entry, from: dayOf(entry), next: entry.nextElementSibling };
  entry.classList.add("is-taken");
  entry.querySelector("details").open = false;
  gripOf(entry).setAttribute("aria-pressed", "true");
  calendar.classList.add("is-moving");
  refused.hidden = true;
}

function put(day) {
  const focused = taken.entry.contains(document.activeElement);
  taken.moving = true;
  if (day === taken.from) taken.from.querySelector("ul").insertBefore(taken.entry, taken.next);
  else day.querySelector("ul").append(taken.entry);
  if (focused) gripOf(taken.entry).focus();
  taken.moving = false;
}

function letGo() {
  const { entry } = taken;
  entry.classList.remove("is-taken");
  gripOf(entry).setAttribute("aria-pressed", "false");
  calendar.classList.remove("is-moving");
  for (const day of days()) day.classList.remove("is-over");
  taken = null;
}

function putBack(sentence) {
  const { entry, from } = taken;
  put(from);
  letGo();
  say(sentence ?? words.back, { name: entry.dataset.name });
}

async function drop() {
  const { entry, from } = taken;
  const day = dayOf(entry);
  if (day === from) return putBack();
  const form = entry.querySelector("[data-to-day]");
  const before = form.elements.day.value;
  form.elements.day.value = day.dataset.day;
  entry.classList.add("is-sent");
  let answer;
  let told;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    told = (await answer.json()).sentence;
  } catch {
    told = words.failed;
  }
  entry.classList.remove("is-sent");
  if (answer?.ok && told) {
    letGo();
    return show(entry.dataset.entry, told);
  }
  form.elements.day.value = before;
  putBack(told ?? words.failed);
  refused.textContent = told ?? words.failed;
  refused.hidden = false;
}

/** The page as it stands now, with the focus on the entry that was moved. */
async function show(mark, told) {
  const page = await fetch(location.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-calendar]");
  if (fresh) calendar.replaceChildren(...fresh.children);
  dress();
  const entry = calendar.querySelector(`[data-entry="${mark}"]`);
  if (entry) gripOf(entry)?.focus();
  say(told);
}

// By keyboard -------------------------------------------------------------------------------------

function step(key) {
  const onward = getComputedStyle(calendar).direction === "rtl" ? -1 : 1;
  return { ArrowLeft: -onward, ArrowRight: onward, ArrowUp: -7, ArrowDown: 7 }[key] ?? 0;
}

function onKey(event, entry) {
  const holds = taken?.entry === entry;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (holds) return drop();
    if (taken) return undefined;
    take(entry);
    return say(words.taken, { name: entry.dataset.name });
  }
  if (!holds) return undefined;
  if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    return putBack();
  }
  const by = step(event.key);
  if (!by) return undefined;
  event.preventDefault();
  const all = days();
  const day = all[all.indexOf(dayOf(entry)) + by];
  if (!day) return say(words.edge);
  put(day);
  entry.scrollIntoView({ block: "nearest" });
  return say(words.over, { name: entry.dataset.name, day: day.dataset.name });
}

// By pointer --------------------------------------------------------------------------------------

function onPress(event, entry) {
  const onGrip = event.target.closest("[data-grip]");
  if (taken || event.button || (!onGrip && (event.pointerType !== "mouse" || event.target.closest(".entry__more")))) return;
  const begins = { x: event.clientX, y: event.clientY };
  const watch = new AbortController();
  const { signal } = watch;
  const listen = (name, act) => document.addEventListener(name, act, { signal, capture: true });
  let dragged = false;

  listen("pointermove", (move) => {
    if (!dragged && Math.hypot(move.clientX - begins.x, move.clientY - begins.y) < FAR_ENOUGH) return;
    if (!dragged) take(entry);
    dragged = true;
    move.preventDefault();
    const below = document.elementFromPoint(move.clientX, move.clientY)?.closest("[data-day]");
    for (const day of days()) day.classList.toggle("is-over", day === below);
    if (below && below !== dayOf(entry)) put(below);
  });
  listen("pointerup", () => {
    watch.abort();
    if (!dragged) return;
    addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
    setTimeout(() => drop());
  });
  listen("pointercancel", () => { watch.abort(); if (dragged) putBack(); });
  listen("keydown", (key) => {
    if (key.key !== "Escape" || !dragged) return;
    key.preventDefault();
    watch.abort();
    putBack();
  });
}

function dress() {
  for (const grip of calendar.querySelectorAll("[data-grip]")) {
    const entry = grip.closest("[data-entry]");
    grip.hidden = false;
    grip.addEventListener("keydown", (event) => onKey(event, entry));
    grip.addEventListener("blur", () => {
      if (taken?.entry === entry && !taken.moving && !entry.classList.contains("is-sent")) putBack();
    });
    entry.classList.add("is-movable");
    entry.addEventListener("pointerdown", (event) => onPress(event, entry));
    entry.addEventListener("dragstart", (event) => event.preventDefault());
  }
}

if (calendar) {
  dress();
  const hint = document.querySelector("[data-hint]");
  if (calendar.querySelector("[data-grip]")) hint.hidden = false;
}
