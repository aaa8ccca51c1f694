// Says every few seconds that this page is open, and shows who else has the story open. It locks nothing.
import { words } from "../editor/element.js";
import { Line } from "./line.js";

const EVERY = 12_000;
const STILL_WRITING = 30_000;

export function presence(place, lastKey) {
  const { presence: url, page, person, token, head, tokensAt } = place.dataset;
  const line = new Line(url, person, token, tokensAt);
  let timer;

  const show = ({ others = [], head: newest, saved_by: name }) => {
    const moved = newest && String(newest) !== head;
    const said = moved ? [...others, words.newer.replace("{name}", name)] : others;
    const shown = [...place.children].map((one) => one.textContent);
    if (JSON.stringify(said) === JSON.stringify(shown)) return;
    place.replaceChildren(...said.map((sentence) => Object.assign(document.createElement("span"), { textContent: sentence })));
  };

  const tell = async () => {
    clearTimeout(timer);
    timer = setTimeout(tell, EVERY);
    if (document.hidden) return;
    const { status, data } = await line.send({ page, writing: Date.now() - lastKey() < STILL_WRITING });
    if (status === 200) show(data);
  };

  document.addEventListener("visibilitychange", () => document.hidden || tell());
  addEventListener("pagehide", () => line.post({ page, gone: true }, { keepalive: true, signal: undefined }));
  tell();
}
