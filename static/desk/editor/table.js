// A table with its caption, and its rows and columns by key and by button.
import { Table } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";
import { element, words } from "./element.js";
import { placeBlock } from "./inserting.js";

const ACTS = [
  ["rowBelow", "addRowAfter"],
  ["columnAfter", "addColumnAfter"],
  ["rowOut", "deleteRow"],
  ["columnOut", "deleteColumn"],
  ["headerRow", "toggleHeaderRow"],
  ["tableOut", "deleteTable"],
];

/** The table while writing: its caption and its buttons above it. */
class TableView {
  constructor({ node, editor, getPos }) {
    this.node = node;
    this.editor = editor;
    this.getPos = getPos;
    this.caption = element("input", { type: "text", dir: "auto", maxLength: 300, placeholder: words.tableCaption, "aria-label": words.tableCaption });
    this.caption.addEventListener("input", () => this.setCaption(this.caption.value));
    this.caption.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") {
        event.preventDefault();
        this.enter();
      }
    });
    this.bar = element("div", { className: "table-bar", contentEditable: "false" }, this.caption, ...ACTS.map((act) => this.button(...act)));
    this.contentDOM = element("tbody");
    this.table = element("table", {}, this.contentDOM);
    this.dom = element("div", { className: "table-node" }, this.bar, element("div", { className: "table-node__scroll" }, this.table));
    this.show(node);
  }

  button(name, command) {
    const button = element("button", { type: "button", className: "button button--small", textContent: words[name] });
    button.dataset.act = command;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      this.enter();
      backTo(this.editor)[command]().run();
    });
    return button;
  }

  /** The cursor into this table, unless it stands there. */
  enter() {
    const from = this.getPos();
    const { selection, doc } = this.editor.state;
    const inside = selection.from > from && selection.to < from + doc.nodeAt(from).nodeSize;
    backTo(this.editor, inside ? null : from + 4).run();
  }

  setCaption(text) {
    this.editor.commands.command(({ tr }) => {
      const at = this.getPos();
      tr.setNodeMarkup(at, undefined, { ...tr.doc.nodeAt(at).attrs, caption: text.trim() ? text : null });
      return true;
    });
  }

  show(node) {
    this.node = node;
    if (document.activeElement !== this.caption) this.caption.value = node.attrs.caption ?? "";
    if (node.attrs.dir) this.table.dir = node.attrs.dir;
    else this.table.removeAttribute("dir");
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.show(node);
    return true;
  }

  stopEvent(event) {
    return this.bar.contains(event.target);
  }

  ignoreMutation(mutation) {
    if (mutation.type === "selection") return false;
    return mutation.target === this.contentDOM ? mutation.type === "attributes" : !this.contentDOM.contains(mutation.target);
  }
}

/** <table><caption>…</caption><tr><th>…</th></tr><tr><td>…</td></tr></table> */
export const StoryTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: null,
        parseHTML: (table) => table.querySelector(":scope > caption")?.textContent.trim() || null,
        renderHTML: () => ({}),
      },
    };
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "table",
    HTMLAttributes,
    ...(node.attrs.caption ? [["caption", node.attrs.caption]] : []),
    ["tbody", 0],
  ],
  addNodeView() {
    return (given) => new TableView(given);
  },
  addCommands() {
    const row = (cell) => ({ type: "tableRow", content: [1, 2, 3].map(() => ({ type: cell, content: [{ type: "paragraph" }] })) });
    return {
      ...this.parent?.(),
      insertStoryTable: () => ({ tr, state }) =>
        placeBlock(tr, state.schema, { type: "table", content: [row("tableHeader"), row("tableCell"), row("tableCell")] }),
    };
  },
  addKeyboardShortcuts() {
    const inside = (command) => () => this.editor.isActive("table") && this.editor.commands[command]();
    const sideways = (ltr, rtl) => () => inside(getComputedStyle(this.editor.view.dom).direction === "rtl" ? rtl : ltr)();
    return {
      ...this.parent?.(),
      "Mod-Alt-ArrowDown": inside("addRowAfter"),
      "Mod-Alt-ArrowUp": inside("addRowBefore"),
      "Mod-Alt-ArrowRight": sideways("addColumnAfter", "addColumnBefore"),
      "Mod-Alt-ArrowLeft": sideways("addColumnBefore", "addColumnAfter"),
      "Mod-Alt-Backspace": inside("deleteRow"),
      "Mod-Alt-Shift-Backspace": inside("deleteColumn"),
      "Mod-Alt-h": inside("toggleHeaderRow"),
    };
  },
});
