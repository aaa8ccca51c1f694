// The direction of a paragraph, heading, list or quote: the story's own, right to left, left to right, or by its words.
import { Extension } from "django-prose-editor/editor";
import { words } from "./element.js";

const CARRY = ["paragraph", "heading", "blockquote", "bulletList", "orderedList", "listItem", "table", "tableCell", "tableHeader", "pullQuote", "factBox", "sources"];
const TURNED = ["paragraph", "heading", "blockquote", "bulletList", "orderedList", "pullQuote"];
const KNOWN = ["auto", "ltr", "rtl"];
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur", "ps", "ku", "dv"];

export function storyDirection() {
  const language = document.getElementById("id_language")?.value ?? "";
  return RIGHT_TO_LEFT.includes(language.slice(0, 2)) ? "rtl" : "ltr";
}

/** The outermost blocks of the selection that have a direction: a list as a whole, a paragraph in a box by itself. */
function turned({ doc, selection }) {
  const found = [];
  doc.nodesBetween(selection.from, selection.to, (node, at) => {
    if (!TURNED.includes(node.type.name)) return true;
    found.push([at, node]);
    return false;
  });
  return found;
}

export function directionHere(editor) {
  return turned(editor.state)[0]?.[1].attrs.dir ?? null;
}

export const Direction = Extension.create({
  name: "direction",
  addOptions: () => ({ say: () => {} }),
  addGlobalAttributes: () => [
    {
      types: CARRY,
      attributes: {
        dir: {
          default: null,
          keepOnSplit: true,
          parseHTML: (node) => KNOWN.find((one) => one === node.getAttribute("dir")?.toLowerCase()) ?? null,
          renderHTML: ({ dir }) => (dir ? { dir } : {}),
        },
      },
    },
  ],
  addCommands() {
    return {
      turnDirection: () => ({ tr, state, editor }) => {
        const own = storyDirection();
        const round = [null, own === "rtl" ? "ltr" : "rtl", own, "auto"];
        const next = round[(round.indexOf(directionHere(editor)) + 1) % round.length];
        for (const [at, node] of turned(state)) tr.setNodeMarkup(at, undefined, { ...node.attrs, dir: next });
        this.options.say(words[`direction_${next ?? "story"}`]);
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-x": () => this.editor.commands.turnDirection() };
  },
});
