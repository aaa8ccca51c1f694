// Where a new block goes, and how one leaves a box by key.
import { Extension, pm } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";

const { NodeSelection, TextSelection } = pm.state;
const BOXES = ["factBox", "pullQuote", "sources", "embed"];

/** In a command: puts a block below the one in which the cursor stands, or in place of an empty paragraph. */
export function placeBlock(tr, schema, json) {
  const { $to } = tr.selection;
  const to = $to.depth ? $to.after(1) : tr.selection.to;
  const inEmpty = $to.depth === 1 && $to.parent.type.name === "paragraph" && !$to.parent.content.size;
  const from = inEmpty ? $to.before(1) : to;
  const made = schema.nodeFromJSON(json);
  tr.replaceWith(from, to, made);
  tr.setSelection(made.isAtom ? NodeSelection.create(tr.doc, from) : TextSelection.near(tr.doc.resolve(from + 1)));
  tr.scrollIntoView();
  return true;
}

/** The same for whoever had to wait, for a picture to be chosen or an answer to come. */
export function insertBlock(editor, json) {
  return backTo(editor).command(({ tr, state }) => placeBlock(tr, state.schema, json)).run();
}

/** The cursor to the paragraph below the block at the top level; one is made where none stands. */
export function leaveBlock(editor) {
  const { $from } = editor.state.selection;
  if (!$from.depth || ["paragraph", "heading"].includes($from.node(1).type.name)) return false;
  return backTo(editor).command(({ tr, state }) => {
    const after = $from.after(1);
    const below = tr.doc.nodeAt(after);
    if (!below?.isTextblock) tr.insert(after, state.schema.nodes.paragraph.create());
    tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView();
    return true;
  }).run();
}

function dropEmptyBox(editor) {
  const { empty, $from } = editor.state.selection;
  if (!empty || !$from.depth) return false;
  const box = $from.node(1);
  if (!BOXES.includes(box.type.name) || box.textContent) return false;
  return editor.chain().command(({ tr, state }) => {
    const at = $from.before(1);
    tr.replaceWith(at, $from.after(1), state.schema.nodes.paragraph.create());
    tr.setSelection(TextSelection.create(tr.doc, at + 1));
    return true;
  }).run();
}

export const Leaving = Extension.create({
  name: "leaving",
  priority: 1100,
  addKeyboardShortcuts() {
    return {
      "Mod-Enter": () => leaveBlock(this.editor),
      Backspace: () => dropEmptyBox(this.editor),
    };
  },
});
