// The body editor: what the server's configuration names, under a strict CSP, with our own toolbar.
import * as stock from "django-prose-editor/editor";
import { element, words } from "./element.js";
import { StoryLink } from "./link.js";
import { meter } from "./meter.js";
import { LibraryFigure, PullQuote } from "./nodes.js";
import { cleanPaste } from "./paste.js";
import { toolbar } from "./toolbar.js";

const MARKER = "data-django-prose-editor-story";
const OURS = { LibraryFigure, PullQuote, Link: StoryLink };
const ALWAYS = ["Document", "Paragraph", "Text", "History", "Dropcursor", "Gapcursor", "TrailingNode"];

function extensionsFor(config) {
  const options = {
    ...config.extensions,
    LibraryFigure: { picker: config.picker, sizes: config.sizes },
    Link: { ...config.extensions.Link, autolink: false, openOnClick: false },
  };
  const named = Object.keys(config.extensions).filter((name) => !["Menu", "NoSpellCheck", ...ALWAYS].includes(name));
  const found = [...ALWAYS, ...named].map((name) => [OURS[name] ?? stock[name], options[name]]).filter(([one]) => one);
  const built = found.map(([one, given]) => (typeof given === "object" && given ? one.configure(given) : one));
  return [...built, stock.Placeholder.configure({ placeholder: words.bodyPlaceholder })];
}

function create(textarea) {
  if (textarea.closest(".prose-editor")) return;
  const config = JSON.parse(textarea.getAttribute(MARKER));
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) label.id ||= `${textarea.id}_label`;
  const box = element("div", { className: "prose-editor" });
  textarea.before(box);
  box.append(textarea);
  textarea.hidden = true;
  const editor = new stock.Editor({
    element: box,
    extensions: extensionsFor(config),
    content: textarea.value,
    injectCSS: false, // its rules stand in editor.css
    editorProps: {
      transformPastedHTML: cleanPaste,
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : {}),
        class: "prosebox",
        dir: "auto",
        spellcheck: "true",
        lang: document.getElementById("id_language")?.value ?? "",
      },
    },
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  box.prepend(toolbar(editor, { withPictures: Boolean(config.picker) }));
  label?.addEventListener("click", () => editor.commands.focus());
  textarea.addEventListener("focus", () => editor.commands.focus());
  const place = document.querySelector("[data-meter]");
  if (place) meter(editor, place);
  document.getElementById("id_language")?.addEventListener("change", (event) => {
    editor.view.dom.lang = event.target.value;
  });
}

stock.initializeEditors(create, `[${MARKER}]`);
