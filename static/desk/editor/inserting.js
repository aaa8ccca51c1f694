// Where a new block goes, and how one leaves a box by key.
import { Extension, pm } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";

const { TextSelection } = pm.state;
const BOXES = ["factBox", "pullQuote", "sources", "embed"];

/** In a command: puts a block below the one in which the cursor stands, or in place of an empty paragraph. */
export function placeBlock(tr, schema, json) {
  const { $to } = tr.selection;
  const to = $to.depth ? $to.after(1) : tr.selection.to;
  const inEmpty = $to.depth === 1 && $to.parent.type.name === "paragraph" && !$to.parent.content.size;
  const from = inEmpty ? $to.before(1) : to;
  const made = schema.nodeFromJSON(json);
  tr.replaceWith(from, to, made);
  if (made.isAtom) goBelow(tr, schema, from + made.nodeSize);
  else tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1)));
  tr.scrollIntoView();
  return true;
}

/** In a command: the cursor into the text that begins at `after`; a paragraph is made where none stands. */
function goBelow(tr, schema, after) {
  if (!tr.doc.nodeAt(after)?.isTextblock) tr.insert(after, schema.nodes.paragraph.create());
  tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView();
}

/** The same for whoever had to wait, for a picture to be chosen or an answer to come. */
export function insertBlock(editor, json) {
  return backTo(editor).command(({ tr, state }) => placeBlock(tr, state.schema, json)).run();
}

/** The cursor to the paragraph below the block at the top level; one is made where none stands. */
export function leaveBlock(editor) {
  const { $from, to, node } = editor.state.selection;
  if (!node && (!$from.depth || ["paragraph", "heading"].includes($from.node(1).type.name))) return false;
  return backTo(editor).command(({ tr, state }) => {
    goBelow(tr, state.schema, $from.depth ? $from.after(1) : to);
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
