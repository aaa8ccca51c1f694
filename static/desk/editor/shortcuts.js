// Every key of the editor in a dialog, opened by Mod-/ and by its button.
import { Extension } from "django-prose-editor/editor";
import { element, words } from "./element.js";

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const SIGNS = MAC ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl" };

// In the order in which they are shown: keys as the editor names them, and the word that says what they do.
export const SHORTCUTS = [
  ["Mod-s", "save"],
  ["Mod-Alt-p", "preview"],
  ["Mod-b", "bold"],
  ["Mod-i", "italic"],
  ["Mod-Shift-s", "strike"],
  ["Mod-,", "subscript"],
  ["Mod-.", "superscript"],
  ["Mod-k", "link"],
  ["Mod-Alt-2", "heading2"],
  ["Mod-Alt-3", "heading3"],
  ["Mod-Alt-0", "paragraph"],
  ["Mod-Shift-8", "bullets"],
  ["Mod-Shift-7", "numbers"],
  ["Mod-Shift-b", "quote"],
  ["Mod-Shift-x", "direction"],
  ["Shift-Enter", "lineBreak"],
  ["Mod-Enter", "leaveBox"],
  ["Mod-Shift-v", "pastePlain"],
  ["Mod-z", "undo"],
  ["Mod-Shift-z", "redo"],
  ["Mod-Alt-m", "note"],
  ["Mod-Alt-k", "nextToCome"],
  ["Alt-F10", "toTools"],
  ["Tab", "nextCell"],
  ["Mod-Alt-ArrowDown", "rowBelow"],
  ["Mod-Alt-ArrowUp", "rowAbove"],
  ["Mod-Alt-ArrowRight", "columnAfter"],
  ["Mod-Alt-ArrowLeft", "columnBefore"],
  ["Mod-Alt-h", "headerRow"],
  ["Mod-Alt-Backspace", "rowOut"],
  ["Mod-Alt-Shift-Backspace", "columnOut"],
  ["Mod-/", "shortcuts"],
];
const NAMES = { ArrowDown: "↓", ArrowUp: "↑", ArrowRight: "→", ArrowLeft: "←" };

/** “Mod-Alt-2” as this machine's keyboard has it: “Ctrl Alt 2”. */
export function keysOf(name) {
  const keys = SHORTCUTS.find(([, word]) => word === name)?.[0].split("-") ?? [];
  return keys.map((key) => SIGNS[key] ?? NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)).join(" ");
}

export function showShortcuts() {
  const close = element("button", { type: "submit", className: "button", textContent: words.close });
  const lines = SHORTCUTS.map(([, name]) => {
    const keys = keysOf(name).split(" ").flatMap((key) => [element("kbd", { textContent: key }), " "]);
    return element("div", {}, element("dt", { dir: "ltr" }, ...keys), element("dd", { textContent: words[name] }));
  });
  const dialog = element(
    "dialog",
    { className: "shortcuts", "aria-labelledby": "shortcuts-heading" },
    element("h2", { id: "shortcuts-heading", textContent: words.shortcuts }),
    element("dl", {}, ...lines),
    element("form", { method: "dialog" }, close),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export const Shortcuts = Extension.create({
  name: "shortcuts",
  addKeyboardShortcuts() {
    return {
      "Mod-/": () => {
        showShortcuts();
        return true;
      },
    };
  },
});
