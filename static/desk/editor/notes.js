// Passages that somebody spoke of are marked in the editor, and only there: a decoration is never part of the text.
// It talks with the panel (desk/notes.js) through events of the document, whichever of the two is there first.
import { Extension, pm } from "django-prose-editor/editor";
import { anchorOf, chart, find } from "../passage.js";
import { calm } from "./element.js";

const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const key = new PluginKey("notes");
const say = (name, detail) => document.dispatchEvent(new CustomEvent(`notes:${name}`, { detail }));

function chartOf(doc) {
  const blocks = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const pieces = [];
    node.forEach((child, offset) => {
      if (child.isText) pieces.push({ text: child.text, place: (i) => at + 1 + offset + i });
      else if (child.type.name === "hardBreak") pieces.push({ text: "\n", place: () => at + 1 + offset });
    });
    blocks.push(pieces);
    return false;
  });
  return chart(blocks);
}

function marksIn(doc, notes) {
  if (!notes.length) return DecorationSet.empty;
  const map = chartOf(doc);
  const marks = notes.flatMap((note) => {
    const found = find(note, map);
    if (!found) return [];
    const letters = map.places.slice(found[0], found[1]).filter((place) => place !== null);
    if (!letters.length) return [];
    return [Decoration.inline(letters[0], letters.at(-1) + 1, { nodeName: "mark", class: "noted", "data-note": note.id }, { note: note.id })];
  });
  return DecorationSet.create(doc, marks);
}

function selected(state) {
  const { from, to, empty } = state.selection;
  if (empty) return null;
  const map = chartOf(state.doc);
  const start = map.places.findIndex((place) => place !== null && place >= from);
  const end = map.places.findLastIndex((place) => place !== null && place < to);
  return start < 0 || end < start ? null : anchorOf(map, start, end + 1);
}

const noteAt = (state, at) => key.getState(state).find(at, at).at(-1);

export const NoteMarks = Extension.create({
  name: "noteMarks",
  addStorage: () => ({ notes: [] }),
  addCommands() {
    return {
      /** Speak of the selected words; on a marked passage with nothing selected, go to what was said of it. */
      startNote: () => ({ state }) => {
        const there = state.selection.empty && noteAt(state, state.selection.from);
        if (there) say("enter", { id: there.spec.note, focus: true });
        else say("start", selected(state));
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Alt-m": () => this.editor.commands.startNote() };
  },
  onCreate() {
    const { editor, storage } = this;
    const show = () => editor.view.dispatch(editor.state.tr.setMeta(key, storage.notes).setMeta("addToHistory", false));
    document.addEventListener("notes:marks", ({ detail }) => {
      storage.notes = detail.filter((note) => !note.field);
      show();
    });
    document.addEventListener("notes:go", ({ detail }) => {
      const mark = key.getState(editor.state).find(undefined, undefined, (spec) => spec.note === detail.id)[0];
      if (!mark) return;
      const selection = TextSelection.create(editor.state.doc, mark.from, mark.to);
      editor.view.focus();
      editor.view.dispatch(editor.state.tr.setSelection(selection).scrollIntoView());
    });
    const again = calm(show, 600);
    editor.on("update", () => storage.notes.length && again());
    say("ask");
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply: (tr, marks) => (tr.getMeta(key) ? marksIn(tr.doc, tr.getMeta(key)) : marks.map(tr.mapping, tr.doc)),
        },
        props: {
          decorations: (state) => key.getState(state),
          handleClick: (view, at) => {
            const mark = noteAt(view.state, at);
            if (mark) say("enter", { id: mark.spec.note, focus: false });
            return false;
          },
        },
      }),
    ];
  },
});
