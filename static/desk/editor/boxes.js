// A fact box and a list of sources: blocks of the text with a frame of their own.
import { mergeAttributes, Node, pm } from "django-prose-editor/editor";
import { leaveBlock, placeBlock } from "./inserting.js";

const { TextSelection } = pm.state;
const CAPTION_MARKS = "bold italic link subscript superscript";

/** <aside class="fact-box"><h2>…</h2><p>…</p><ul>…</ul></aside> */
export const FactBox = Node.create({
  name: "factBox",
  group: "block",
  content: "(paragraph | heading | bulletList | orderedList)+",
  isolating: true,
  defining: true,
  parseHTML: () => [{ tag: "aside.fact-box" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ class: "fact-box", role: "note" }, HTMLAttributes), 0],
  addCommands() {
    return {
      insertFactBox: () => ({ tr, state }) =>
        placeBlock(tr, state.schema, {
          type: this.name,
          content: [{ type: "heading", attrs: { level: 2 } }, { type: "paragraph" }],
        }),
    };
  },
  addKeyboardShortcuts() {
    return { Enter: () => leaveFromLastLine(this.editor) };
  },
});

/** Enter on an empty last line of a fact box goes on below it. */
function leaveFromLastLine(editor) {
  const { empty, $from } = editor.state.selection;
  const inLast = empty && $from.depth === 2 && $from.node(1).type.name === "factBox" && !$from.parent.content.size;
  if (!inLast || $from.parent.type.name !== "paragraph" || $from.index(1) !== $from.node(1).childCount - 1) return false;
  if ($from.node(1).childCount < 2) return false;
  return editor.chain().command(({ tr }) => Boolean(tr.delete($from.before(2), $from.after(2)))).run() && leaveBlock(editor);
}

const SourceName = Node.create({
  name: "sourceName",
  content: "text*",
  marks: CAPTION_MARKS,
  parseHTML: () => [{ tag: "dt", context: "sources/" }],
  renderHTML: () => ["dt", 0],
});

const SourceWhat = Node.create({
  name: "sourceWhat",
  content: "text*",
  marks: CAPTION_MARKS,
  parseHTML: () => [{ tag: "dd", context: "sources/" }],
  renderHTML: () => ["dd", 0],
});

const PAIR = [{ type: "sourceName" }, { type: "sourceWhat" }];

/** <dl class="sources"><dt><a href="…">name</a></dt><dd>what it is</dd></dl> */
export const Sources = Node.create({
  name: "sources",
  group: "block",
  content: "(sourceName sourceWhat)+",
  isolating: true,
  defining: true,
  addExtensions: () => [SourceName, SourceWhat],
  parseHTML: () => [{ tag: "dl.sources" }],
  renderHTML: ({ HTMLAttributes }) => ["dl", mergeAttributes({ class: "sources" }, HTMLAttributes), 0],
  addCommands() {
    return { insertSources: () => ({ tr, state }) => placeBlock(tr, state.schema, { type: this.name, content: PAIR }) };
  },
  addKeyboardShortcuts() {
    return {
      Enter: () => goOn(this.editor),
      Backspace: () => dropPair(this.editor),
    };
  },
});

function placeIn(editor) {
  const { empty, $from } = editor.state.selection;
  return empty && $from.depth === 2 && $from.node(1).type.name === "sources" ? $from : null;
}

/** Enter goes from the name to what it is, from there to a new source, and from an empty name out of the list. */
function goOn(editor) {
  const $from = placeIn(editor);
  if (!$from) return false;
  const list = $from.node(1);
  const isName = $from.parent.type.name === "sourceName";
  const isLast = $from.index(1) >= list.childCount - 2;
  if (isName && isLast && !$from.parent.content.size && list.childCount > 2) {
    dropPair(editor);
    return leaveBlock(editor);
  }
  return editor.chain().command(({ tr, state }) => {
    const after = $from.after(2);
    if (!isName) tr.insert(after, PAIR.map((one) => state.schema.nodeFromJSON(one)));
    tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView();
    return true;
  }).run();
}

/** Backspace in a source of which nothing is typed takes it away. */
function dropPair(editor) {
  const $from = placeIn(editor);
  if (!$from || $from.parentOffset || $from.node(1).childCount < 4) return false;
  const list = $from.node(1);
  const first = $from.index(1) - ($from.index(1) % 2);
  if (list.child(first).content.size || list.child(first + 1).content.size) return false;
  return editor.chain().command(({ tr }) => {
    let at = $from.start(1);
    for (let index = 0; index < first; index += 1) at += list.child(index).nodeSize;
    tr.delete(at, at + list.child(first).nodeSize + list.child(first + 1).nodeSize);
    tr.setSelection(TextSelection.near(tr.doc.resolve(at), -1));
    return true;
  }).run();
}
