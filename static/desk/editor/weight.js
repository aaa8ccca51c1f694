// What the page weighs for a reader on a slow line. The server makes the page from what stands in the form, and keeps nothing.
import { calm, words } from "./element.js";

const WAIT = 1500;

function size(bytes) {
  const kilobytes = bytes / 1000;
  const [number, unit] = kilobytes < 1000 ? [kilobytes, "kilobyte"] : [kilobytes / 1000, "megabyte"];
  const digits = number < 10 ? 1 : 0;
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: digits }).format(number);
}

function inWords({ page, pictures, count, secondsToRead, secondsInAll }) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const given = { page: size(page), pictures: size(pictures), count, first: number.format(secondsToRead), all: number.format(secondsInAll) };
  return (count ? words.weight : words.weightOfWords).replace(/\{(\w+)\}/g, (_, name) => given[name]);
}

export function weigh(place) {
  const form = place.closest("form");
  let asking = false;
  let again = false;

  const ask = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(place.dataset.source, { method: "POST", body: new FormData(form) });
      if (answer.ok && !answer.redirected) {
        place.textContent = inWords(await answer.json());
        place.hidden = false;
      }
    } catch {
      // The line is down: what was said last still stands.
    }
    asking = false;
    if (again) {
      again = false;
      later();
    }
  };
  const later = calm(ask, WAIT);
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  ask();
}
