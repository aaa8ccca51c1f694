// The buttons above the text: one Tab stop, arrow keys between them, Alt-F10 from the text and Escape back.
import { backTo } from "./cursor.js";
import { element, words } from "./element.js";
import { directionHere } from "./direction.js";
import { showKeys } from "../keys.js";
import { keysOf } from "./shortcuts.js";

// sign, name, what it does, whether it is on, and the node or mark that the editor must know for it
const TOOLS = [
  ["H2", "heading2", (chain) => chain.toggleHeading({ level: 2 }), (editor) => editor.isActive("heading", { level: 2 })],
  ["H3", "heading3", (chain) => chain.toggleHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
  ["B", "bold", (chain) => chain.toggleBold(), (editor) => editor.isActive("bold")],
  ["I", "italic", (chain) => chain.toggleItalic(), (editor) => editor.isActive("italic")],
  ["", "link", (chain) => chain.editLink(), (editor) => editor.isActive("link")],
  ["", "bullets", (chain) => chain.toggleBulletList(), (editor) => editor.isActive("bulletList")],
  ["", "numbers", (chain) => chain.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
  ["", "quote", (chain) => chain.toggleBlockquote(), (editor) => editor.isActive("blockquote")],
  ["", "pullQuote", (chain) => chain.insertPullQuote(), (editor) => editor.isActive("pullQuote")],
  ["", "picture", (chain) => chain.insertLibraryFigure(), (editor) => editor.isActive("libraryFigure"), "libraryFigure"],
  ["", "factBox", (chain) => chain.insertFactBox(), (editor) => editor.isActive("factBox")],
  ["", "table", (chain) => chain.insertStoryTable(), (editor) => editor.isActive("table")],
  ["", "storyCard", (chain) => chain.insertStoryCard(), (editor) => editor.isActive("storyCard"), "storyCard"],
  ["", "embed", (chain) => chain.insertEmbed(), (editor) => editor.isActive("embed"), "embed"],
  ["", "sources", (chain) => chain.insertSources(), (editor) => editor.isActive("sources")],
  ["", "note", (chain) => chain.startNote(), null],
  ["⇆", "direction", (chain) => chain.turnDirection(), (editor) => Boolean(directionHere(editor))],
  ["↶", "undo", (chain) => chain.undo(), null],
  ["↷", "redo", (chain) => chain.redo(), null],
  ["?", "shortcuts", null, null],
];

function makeButton(editor, [sign, name, act, isOn]) {
  const keys = keysOf(name);
  const button = element("button", { type: "button", textContent: sign || words[name], title: keys ? `${words[name]} (${keys})` : words[name], tabIndex: -1 });
  if (sign) button.setAttribute("aria-label", words[name]);
  button.dataset.tool = name;
  button.addEventListener("click", () => (act ? act(backTo(editor)).run() : showKeys()));
  if (isOn) {
    const show = () => button.setAttribute("aria-pressed", isOn(editor));
    button.setAttribute("aria-pressed", "false");
    editor.on("transaction", show);
  }
  return button;
}

export function toolbar(editor) {
  const bar = element("div", { role: "toolbar", className: "tools", "aria-label": words.toolbar });
  const known = ({ 4: needs }) => !needs || needs in editor.schema.nodes;
  const buttons = TOOLS.filter(known).map((tool) => makeButton(editor, tool));
  buttons[0].tabIndex = 0;
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays in the text, for whoever types on
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") backTo(editor).run();
    const towardsEnd = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const towardsStart = towardsEnd === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const step = { [towardsEnd]: 1, [towardsStart]: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    buttons.find((button) => button.tabIndex === 0).focus();
  });
  bar.append(...buttons);
  new ResizeObserver(() => document.documentElement.style.setProperty("--tools", `${bar.offsetHeight}px`)).observe(bar);
  return bar;
}
