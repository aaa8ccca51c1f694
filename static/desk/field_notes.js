// Remarks on the headline, the standfirst and the lead picture's caption while they stand in fields of the form.
import { anchorOf, chart, find } from "./passage.js";

const FIELDS = ["headline", "standfirst", "lead_caption"];
const say = (name, detail) => document.dispatchEvent(new CustomEvent(`notes:${name}`, { detail }));
const chartOf = (field) => chart([[{ text: field.value, place: (i) => i }]]);

/** The words that are selected in the field, or all of them when none are. */
function selected(field) {
  const map = chartOf(field);
  const all = field.selectionStart === field.selectionEnd;
  const [from, to] = all ? [0, field.value.length] : [field.selectionStart, field.selectionEnd];
  const start = map.places.findIndex((place) => place !== null && place >= from);
  const end = map.places.findLastIndex((place) => place !== null && place < to);
  const anchor = start < 0 || end < start ? null : anchorOf(map, start, end + 1);
  return anchor && { ...anchor, field: field.name };
}

function goTo(field, note) {
  const map = chartOf(field);
  const found = find(note, map);
  const letters = found ? map.places.slice(...found).filter((place) => place !== null) : [];
  field.focus();
  field.scrollIntoView({ block: "center" });
  if (letters.length) field.setSelectionRange(letters[0], letters.at(-1) + 1);
}

export function fieldNotes() {
  const fields = FIELDS.map((name) => document.querySelector(`#article_form [name="${name}"]`)).filter(Boolean);
  let notes = [];
  document.addEventListener("notes:marks", ({ detail }) => {
    notes = detail;
    for (const field of fields) field.classList.toggle("has-notes", detail.some((note) => note.field === field.name));
  });
  document.addEventListener("notes:go", ({ detail }) => {
    const note = notes.find((one) => one.id === detail.id);
    const field = note && fields.find((one) => one.name === note.field);
    if (field) goTo(field, note);
  });
  for (const field of fields) {
    field.addEventListener("keydown", (event) => {
      if (event.code !== "KeyM" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      say("start", selected(field));
    });
  }
}
