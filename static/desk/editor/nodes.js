// The two nodes that only a newsroom has: a picture of the library, and a pull quote.
import { mergeAttributes, Node } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";
import { element, words } from "./element.js";
import { insertBlock, leaveBlock, placeBlock } from "./inserting.js";
import { choosePicture, pictureWithId } from "./picker.js";

const CAPTION_MARKS = "bold italic link subscript superscript";

function attribute(name) {
  return {
    default: null,
    parseHTML: (figure) => figure.getAttribute(`data-${name}`),
    renderHTML: (attributes) => (attributes[name] ? { [`data-${name}`]: attributes[name] } : {}),
  };
}

function field(label, input) {
  return element("label", {}, element("span", { textContent: label }), input);
}

/** What stands above the caption while writing: the picture, and what is printed with it. */
class FigureView {
  constructor(options, { node, editor, getPos }) {
    this.options = options;
    this.editor = editor;
    this.getPos = getPos;
    this.img = element("img", { alt: "", draggable: false });
    this.said = element("span", { className: "figure-bar__said" });
    this.alt = element("input", { type: "text", dir: "auto", maxLength: 500 });
    this.credit = element("input", { type: "text", dir: "auto", maxLength: 200 });
    this.size = element("select", {}, ...this.sizes());
    this.contentDOM = element("figcaption", { "data-placeholder": words.caption });
    this.bar = this.makeBar();
    this.dom = element(
      "figure",
      { className: "figure-node" },
      element("div", { contentEditable: "false", className: "figure-node__picture" }, this.img),
      this.contentDOM,
      this.bar,
    );
    this.show(node);
  }

  sizes() {
    return Object.entries(this.options.sizes).map(([value, textContent]) => element("option", { value, textContent }));
  }

  makeBar() {
    const change = element("button", { type: "button", className: "button button--small", textContent: words.changePicture });
    const remove = element("button", { type: "button", className: "button button--small", textContent: words.removePicture });
    change.addEventListener("click", async () => {
      const picture = await choosePicture(this.options.picker);
      if (picture) this.set({ image: String(picture.id), alt: null, credit: null, decorative: null });
    });
    remove.addEventListener("click", () => {
      const from = this.getPos();
      backTo(this.editor).deleteRange({ from, to: from + this.editor.state.doc.nodeAt(from).nodeSize }).run();
    });
    this.size.addEventListener("change", () => this.set({ size: this.size.value || null }));
    this.alt.addEventListener("input", () => this.set({ alt: this.alt.value || null }));
    this.credit.addEventListener("input", () => this.set({ credit: this.credit.value || null }));
    return element(
      "div",
      { className: "figure-bar", contentEditable: "false" },
      this.said,
      field(words.altText, this.alt),
      field(words.credit, this.credit),
      field(words.size, this.size),
      change,
      remove,
    );
  }

  set(attributes) {
    this.editor.commands.command(({ tr }) => {
      const at = this.getPos();
      tr.setNodeMarkup(at, undefined, { ...tr.doc.nodeAt(at).attrs, ...attributes });
      return true;
    });
  }

  async show(node) {
    const { image, size, alt, credit } = node.attrs;
    this.size.value = size ?? "";
    this.dom.dataset.size = size ?? "";
    for (const [input, value] of [[this.alt, alt], [this.credit, credit]]) {
      if (document.activeElement !== input) input.value = value ?? "";
    }
    const picture = await pictureWithId(this.options.picker, image);
    this.img.hidden = !picture;
    this.said.textContent = picture ? "" : words.pictureGone;
    if (!picture) return;
    if (this.img.getAttribute("src") !== picture.src) this.img.src = picture.src;
    this.img.alt = alt ?? picture.alt ?? "";
    this.alt.placeholder = picture.alt || words.fromLibrary;
    this.credit.placeholder = picture.credit || words.fromLibrary;
    this.contentDOM.dataset.placeholder = picture.caption || words.caption;
  }

  update(node) {
    if (node.type.name !== "libraryFigure") return false;
    this.show(node);
    return true;
  }

  stopEvent(event) {
    return this.bar.contains(event.target);
  }

  ignoreMutation(mutation) {
    // Its own changes around the caption would otherwise make it draw itself for ever.
    if (mutation.type === "selection") return false;
    return mutation.type === "attributes" || !this.contentDOM.contains(mutation.target);
  }
}

/** <figure data-image="12" data-size="wide" data-alt="…" data-credit="…"><figcaption>…</figcaption></figure> */
export const LibraryFigure = Node.create({
  name: "libraryFigure",
  group: "block",
  content: "inline*",
  marks: CAPTION_MARKS,
  draggable: true,
  isolating: true,
  defining: true,
  addOptions: () => ({ picker: "", sizes: {} }),
  addAttributes: () => ({
    image: attribute("image"),
    size: attribute("size"),
    alt: attribute("alt"),
    credit: attribute("credit"),
    decorative: attribute("decorative"),
  }),
  parseHTML: () => [
    { tag: "figure[data-image]", contentElement: (figure) => figure.querySelector("figcaption") ?? element("figcaption") },
  ],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, ["figcaption", 0]],
  addNodeView() {
    return (given) => new FigureView(this.options, given);
  },
  addCommands() {
    return {
      insertLibraryFigure: () => ({ editor }) => {
        choosePicture(this.options.picker).then((picture) => {
          if (!picture) return;
          insertBlock(editor, { type: this.name, attrs: { image: String(picture.id) } });
        });
        return true;
      },
    };
  },
});

const PullQuoteText = Node.create({
  name: "pullQuoteText",
  content: "inline*",
  marks: "bold italic",
  parseHTML: () => [{ tag: "p", context: "pullQuote/", priority: 60 }],
  renderHTML: () => ["p", 0],
});

const PullQuoteCite = Node.create({
  name: "pullQuoteCite",
  content: "text*",
  marks: "",
  parseHTML: () => [{ tag: "cite", context: "pullQuote/" }],
  renderHTML: () => ["cite", 0],
});

/** <aside class="pull-quote"><p>words</p><cite>who</cite></aside> */
export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "pullQuoteText+ pullQuoteCite",
  isolating: true,
  defining: true,
  addExtensions: () => [PullQuoteText, PullQuoteCite],
  parseHTML: () => [{ tag: "aside.pull-quote" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ class: "pull-quote", role: "note" }, HTMLAttributes), 0],
  addCommands() {
    return {
      insertPullQuote: () => ({ tr, state }) => {
        const { from, to } = state.selection;
        const text = state.doc.textBetween(from, to, " ");
        const content = [
          { type: "pullQuoteText", content: text ? [{ type: "text", text }] : [] },
          { type: "pullQuoteCite" },
        ];
        return placeBlock(tr, state.schema, { type: this.name, content });
      },
    };
  },
  addKeyboardShortcuts() {
    return { Enter: () => (this.editor.isActive("pullQuoteCite") ? leaveBlock(this.editor) : goToWho(this.editor)) };
  },
});

/** Enter in the words of a pull quote leads to whose they are. */
function goToWho(editor) {
  if (!editor.isActive("pullQuoteText")) return false;
  const { $from } = editor.state.selection;
  return editor.commands.focus($from.end(1) - 1);
}
