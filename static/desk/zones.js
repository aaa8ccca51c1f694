// Beside a moment that is being typed stands the same moment where its writer is, at the desk and in UTC; and on the
// page that asks for it, what else goes out around that hour. The server says all of it again.
const HOUR = 3_600_000;

const language = { en: "en-GB", ar: "ar-u-nu-latn" }[document.documentElement.lang] ?? document.documentElement.lang;

function clock(zone, locale, options) {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options });
}

/** How many milliseconds clocks in `zone` are ahead of UTC at `moment`. */
function ahead(moment, zone) {
  const numbers = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const part = Object.fromEntries(clock(zone, "en-US", numbers).formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - moment;
}

/** The moments at which clocks in `zone` show what was typed: one, or two, or none and what they show instead. */
function moments(shown, zone) {
  const before = ahead(shown - 24 * HOUR, zone);
  const after = ahead(shown + 24 * HOUR, zone);
  const found = [...new Set([before, after])].map((offset) => shown - offset).filter((at) => at + ahead(at, zone) === shown);
  const instead = shown - before;
  return { found, instead: new Date(instead + ahead(instead, zone)).toISOString().slice(11, 16) };
}

function sayMoment(day) {
  const parts = day.closest("fieldset");
  const time = parts.querySelector("[type=time]");
  const zone = parts.querySelector("select");
  const field = day.closest(".field");
  const next = field.nextElementSibling;
  const place = next?.matches(".zones") ? next : document.createElement("p");
  place.className = "zones";
  place.setAttribute("aria-live", "polite");
  field.after(place);

  const write = (...lines) => place.replaceChildren(...lines);
  const line = (text, name) => {
    const made = document.createElement("span");
    const parts = [text, name].filter(Boolean).map((words) => Object.assign(document.createElement("bdi"), { textContent: words }));
    made.append(parts[0], ...(parts[1] ? [" ", parts[1]] : []));
    return made;
  };
  const sentence = (text, about) => text.replace(/\{(\w+)\}/g, (_whole, name) => about[name]);

  const show = () => {
    const shown = Date.parse(`${day.value}T${time.value}Z`);
    if (!day.value || !time.value || Number.isNaN(shown)) return tell(NaN);
    const { found, instead } = moments(shown, zone.value);
    const about = { time: time.value, zone: zone.value, shown: instead };
    if (found.length !== 1) {
      write(line(sentence(found.length ? day.dataset.twice : day.dataset.never, about)));
      return tell(NaN, false);
    }
    const options = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
    const zones = [...new Set([zone.value, ...day.dataset.zones.split(" ")])];
    write(...zones.map((name) => line(clock(name, language, options).format(found[0]), name)));
    return tell(found[0]);
  };
  const tell = (at, clear = true) => {
    if (Number.isNaN(at) && clear) write();
    day.dispatchEvent(new CustomEvent("moment", { bubbles: true, detail: at }));
  };
  for (const part of [day, time, zone]) {
    part.addEventListener("input", show);
    part.addEventListener("change", show);
  }
  if (day.value && time.value) show();
}

/** What else goes out within an hour of the moment typed, and whether the embargo lasts longer. */
function sayWhatIsAround(around) {
  const lines = [...around.querySelectorAll("[data-at]")];
  const embargo = around.querySelector("[data-embargo]");
  document.addEventListener("moment", ({ detail: at }) => {
    for (const line of lines) line.hidden = Math.abs(Date.parse(line.dataset.at) - at) >= HOUR;
    around.querySelector("[data-nothing]").hidden = lines.some((line) => !line.hidden);
    if (embargo) embargo.querySelector("[data-before]").hidden = !(at < Date.parse(embargo.dataset.embargo));
  });
}

export function sayMoments() {
  for (const around of document.querySelectorAll("[data-around]")) sayWhatIsAround(around);
  for (const day of document.querySelectorAll("input[data-zones]")) sayMoment(day);
}
