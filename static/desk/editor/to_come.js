// “TK” and its like: marked while one writes, counted, and gone to one after the other. Never part of the text.
import { Extension, pm } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";
import { calm, words } from "./element.js";

const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const key = new PluginKey("toCome");
const FIELDS = "[name=kicker], [name=headline], [name=standfirst], [name=dateline], [name=signoff], [name^=lead_]:not(select), [name^=corrections-][name$=-text], .prosebox input";

/** [from, to] of every place in the text. A leaf such as a line break counts as one letter, as it does in positions. */
function placesIn(doc, pattern) {
  const found = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, "", "\ufffc");
    for (const { index, 0: word } of text.matchAll(pattern)) found.push([at + 1 + index, at + 1 + index + word.length]);
    return false;
  });
  return found;
}

export const ToCome = Extension.create({
  name: "toCome",
  addOptions: () => ({ pattern: null }),
  addProseMirrorPlugins() {
    const { pattern } = this.options;
    const marks = (doc) => {
      const places = placesIn(doc, pattern);
      return { places, set: DecorationSet.create(doc, places.map(([from, to]) => Decoration.inline(from, to, { class: "to-come" }))) };
    };
    return [
      new Plugin({
        key,
        state: { init: (_, { doc }) => marks(doc), apply: (tr, old) => (tr.docChanged ? marks(tr.doc) : old) },
        props: { decorations: (state) => key.getState(state).set },
      }),
    ];
  },
});

/** Says below the text how many places there are, and goes from one to the next, fields included. */
export function countToCome(editor, place, pattern) {
  const form = place.closest("form");
  const said = place.querySelector("[data-count]");
  let last = -1;

  const places = () => {
    const fields = [...form.querySelectorAll(FIELDS)].filter((field) => field.value.match(pattern));
    const before = (field) => field.compareDocumentPosition(editor.view.dom) & Node.DOCUMENT_POSITION_FOLLOWING;
    const body = key.getState(editor.state).places.map(([from, to]) => ({ from, to }));
    return [...fields.filter(before).map((field) => ({ field })), ...body, ...fields.filter((field) => !before(field)).map((field) => ({ field }))];
  };
  const show = () => {
    const found = places();
    for (const field of form.querySelectorAll(FIELDS)) field.classList.toggle("is-to-come", Boolean(field.value.match(pattern)));
    place.hidden = !found.length;
    said.textContent = words.toCome.replace("{count}", found.length);
  };
  const next = () => {
    const found = places();
    if (!found.length) return false;
    last = (last + 1) % found.length;
    const { field, from, to } = found[last];
    if (field) {
      field.focus();
      const { index, 0: word } = [...field.value.matchAll(pattern)][0];
      field.setSelectionRange(index, index + word.length);
    } else {
      backTo(editor).command(({ tr }) => Boolean(tr.setSelection(TextSelection.create(tr.doc, from, to)).scrollIntoView())).run();
    }
    return true;
  };
  form.addEventListener("keydown", (event) => {
    if (event.code !== "KeyK" || !event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    next();
  });
  place.querySelector("button").addEventListener("click", next);
  const soon = calm(show, 150);
  form.addEventListener("input", soon);
  editor.on("update", soon);
  show();
}
