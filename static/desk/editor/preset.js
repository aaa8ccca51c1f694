// The body editor: what the server's configuration names, under a strict CSP, with our own toolbar.
import * as stock from "django-prose-editor/editor";
import { FactBox, Sources } from "./boxes.js";
import { backTo } from "./cursor.js";
import { Direction, storyDirection } from "./direction.js";
import { element, words } from "./element.js";
import { Embed } from "./embed.js";
import { Leaving } from "./inserting.js";
import { StoryLink } from "./link.js";
import { meter } from "./meter.js";
import { LibraryFigure, PullQuote } from "./nodes.js";
import { NumberedList } from "./numbered.js";
import { NoteMarks } from "./notes.js";
import { cleanPaste } from "./paste.js";
import { Shortcuts } from "./shortcuts.js";
import { StoryCard } from "./story_card.js";
import { StoryTable } from "./table.js";
import { countToCome, ToCome } from "./to_come.js";
import { toolbar } from "./toolbar.js";
import { weigh } from "./weight.js";

const MARKER = "data-django-prose-editor-story";
const OURS = { LibraryFigure, PullQuote, FactBox, Sources, StoryCard, Embed, Table: StoryTable, Link: StoryLink, OrderedList: NumberedList };
const ALWAYS = ["Document", "Paragraph", "Text", "History", "Dropcursor", "Gapcursor", "TrailingNode"];

// What an empty line of a box says.
const EMPTY = {
  pullQuoteText: words.pullQuoteWords,
  pullQuoteCite: words.pullQuoteWho,
  sourceName: words.sourceName,
  sourceWhat: words.sourceWhat,
  embedTitle: words.embedTitle,
  embedWords: words.embedWords,
  heading: words.headingEmpty,
};

function placeholder({ node, editor }) {
  return EMPTY[node.type.name] ?? (editor.isEmpty ? words.bodyPlaceholder : "");
}

function extensionsFor(config, pattern, say) {
  const options = {
    ...config.extensions,
    LibraryFigure: { picker: config.picker, sizes: config.sizes },
    Link: { ...config.extensions.Link, autolink: false, linkOnPaste: false, openOnClick: false, stories: config.stories },
    StoryCard: { stories: config.stories },
    Embed: { address: config.address },
  };
  const named = Object.keys(config.extensions).filter((name) => !["Menu", "NoSpellCheck", ...ALWAYS].includes(name));
  const found = [...ALWAYS, ...named].map((name) => [OURS[name] ?? stock[name], options[name]]).filter(([one]) => one);
  const built = found.map(([one, given]) => (typeof given === "object" && given ? one.configure(given) : one));
  return [
    ...built,
    Leaving,
    Shortcuts,
    NoteMarks,
    Direction.configure({ say }),
    ToCome.configure({ pattern }),
    stock.Placeholder.configure({ placeholder, includeChildren: true, showOnlyCurrent: false }),
  ];
}

/**
 * The text, without the empty paragraph that the editor keeps behind a last table or list to go on in. A picture or a
 * card without words of its own is no empty text, though the editor takes it for one.
 */
function bodyOf(editor) {
  return editor.getHTML().replace(/(<(p|h[23])( dir="\w+")?><\/\2>)+$/, "");
}

/** How near the edges of the window the cursor may come: the editor scrolls by this, the browser by the style sheet. */
function padding(edge) {
  return parseFloat(getComputedStyle(document.documentElement)[`scrollPadding${edge}`]) || 0;
}
const inSight = { left: 0, right: 0, get top() { return padding("Top"); }, get bottom() { return padding("Bottom"); } };

function create(textarea) {
  if (textarea.closest(".prose-editor")) return;
  const config = JSON.parse(textarea.getAttribute(MARKER));
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) label.id ||= `${textarea.id}_label`;
  const box = element("div", { className: "prose-editor" });
  textarea.before(box);
  box.append(textarea);
  textarea.hidden = true;
  const pattern = new RegExp(config.toCome, "gu");
  const said = element("p", { className: "prose-editor__said", role: "status" });
  const say = (sentence) => {
    said.textContent = sentence;
  };
  const editor = new stock.Editor({
    element: box,
    extensions: extensionsFor(config, pattern, say),
    content: textarea.value,
    injectCSS: false, // its rules stand in editor.css
    editorProps: {
      scrollThreshold: inSight,
      scrollMargin: inSight,
      transformPastedHTML: (html) => {
        const { html: clean, dropped } = cleanPaste(html, storyDirection());
        say(dropped ? words.picturesDropped.replace("{count}", dropped) : "");
        return clean;
      },
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
      const typed = bodyOf(editor);
      if (typed === last) return;
      last = typed;
      textarea.value = typed;
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  let last = bodyOf(editor);
  box.prepend(toolbar(editor));
  box.append(said);
  label?.addEventListener("click", () => backTo(editor).run());
  textarea.addEventListener("focus", () => backTo(editor).run());
  const place = document.querySelector("[data-meter]");
  if (place) meter(editor, place);
  const weight = document.querySelector("[data-weight]");
  if (weight) weigh(weight);
  const toCome = document.querySelector("[data-to-come]");
  if (toCome) countToCome(editor, toCome, pattern);
  document.getElementById("id_language")?.addEventListener("change", (event) => {
    editor.view.dom.lang = event.target.value;
  });
}

stock.initializeEditors(create, `[${MARKER}]`);
