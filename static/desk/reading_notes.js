// The same for those who only read the story: its passages are marked on the page, and words can be chosen to speak of.
import { anchorOf, chart, find } from "./passage.js";

const LEAVES = "p, h2, h3, h4, li, td, th, figcaption, cite, blockquote";
const say = (name, detail) => document.dispatchEvent(new CustomEvent(`notes:${name}`, { detail }));

function chartOf(text) {
  const blocks = [];
  let last = null;
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const leaf = node.parentElement.closest(LEAVES);
    if (!leaf || !text.contains(leaf)) continue;
    if (leaf !== last) blocks.push([]);
    last = leaf;
    const here = node;
    blocks.at(-1).push({ text: node.data, place: (i) => [here, i] });
  }
  return chart(blocks);
}

function unmark(text) {
  for (const mark of text.querySelectorAll("mark.noted")) {
    mark.replaceWith(...mark.childNodes);
  }
  text.normalize();
}

function mark(text, note) {
  if (text.dataset.noteField !== note.field) return;
  const map = chartOf(text);
  const found = find(note, map);
  if (!found) return;
  const byNode = new Map();
  for (const place of map.places.slice(...found)) {
    if (!place) continue;
    const [node, at] = place;
    const [from] = byNode.get(node) ?? [at];
    byNode.set(node, [from, at + 1]);
  }
  for (const [node, [from, to]] of byNode) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const made = document.createElement("mark");
    made.className = "noted";
    made.dataset.note = note.id;
    range.surroundContents(made);
  }
}

function selected(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const map = chartOf(text);
  const inside = (place) => place && range.comparePoint(place[0], place[1]) === 0 && range.comparePoint(place[0], place[1] + 1) === 0;
  const start = map.places.findIndex(inside);
  if (start < 0) return null;
  const anchor = anchorOf(map, start, map.places.findLastIndex(inside) + 1);
  return anchor && { ...anchor, field: text.dataset.noteField };
}

/** `texts` are the parts of the story on this page, each with its name as `data-note-field`. */
export function readingNotes(texts) {
  if (!texts.length) return;
  document.addEventListener("notes:marks", ({ detail }) => {
    for (const text of texts) {
      unmark(text);
      for (const note of detail) mark(text, note);
    }
  });
  document.addEventListener("notes:go", ({ detail }) => {
    const place = document.querySelector(`mark.noted[data-note="${detail.id}"]`);
    if (!place) return;
    place.tabIndex = -1;
    place.focus();
    place.scrollIntoView({ block: "center" });
  });
  for (const text of texts) {
    text.addEventListener("click", (event) => {
      const place = event.target.closest("mark.noted");
      if (place && getSelection().isCollapsed) say("enter", { id: place.dataset.note, focus: false });
    });
  }
  addEventListener("keydown", (event) => {
    if (event.code !== "KeyM" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    say("start", texts.map(selected).find(Boolean) ?? null);
  });
}
