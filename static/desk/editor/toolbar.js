// The buttons above the text: one Tab stop, arrow keys between them.
import { element, words } from "./element.js";

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
  ["", "picture", (chain) => chain.insertLibraryFigure(), (editor) => editor.isActive("libraryFigure")],
  ["↶", "undo", (chain) => chain.undo(), null],
  ["↷", "redo", (chain) => chain.redo(), null],
];

export function toolbar(editor, { withPictures }) {
  const bar = element("div", { role: "toolbar", className: "tools", "aria-label": words.toolbar });
  const buttons = TOOLS.filter(([, name]) => withPictures || name !== "picture").map(([sign, name, act, isOn], index) => {
    const button = element("button", { type: "button", textContent: sign || words[name], title: words[name], tabIndex: index ? -1 : 0 });
    if (sign) button.setAttribute("aria-label", words[name]);
    button.dataset.tool = name;
    button.addEventListener("click", () => act(editor.chain().focus()).run());
    if (isOn) editor.on("transaction", () => button.setAttribute("aria-pressed", isOn(editor)));
    if (isOn) button.setAttribute("aria-pressed", "false");
    return button;
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays in the text, for whoever types on
  bar.addEventListener("keydown", (event) => {
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
  bar.append(...buttons);
  return bar;
}
