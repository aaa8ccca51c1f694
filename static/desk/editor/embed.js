// Something at a service elsewhere: its pasted address becomes a card, and nothing is loaded from there.
import { Node, pm } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";
import { element, words } from "./element.js";
import { insertBlock } from "./inserting.js";
import { clean } from "./tracking.js";

const { Plugin } = pm.state;
const known = new Map();
const ADDRESS = /^https?:\/\/\S+$/i;

/** What our own server's table says of an address: {known, href, host, service, kind} or {known: false, services}. */
function read(source, address) {
  if (!known.has(address)) {
    const asked = fetch(`${source}?${new URLSearchParams({ address })}`).then((answer) => (answer.ok ? answer.json() : null));
    known.set(address, asked.catch(() => null));
  }
  return known.get(address);
}

function askForAddress(source) {
  return new Promise((resolve) => {
    let found = null;
    const input = element("input", { type: "text", id: "embed-address", inputMode: "url", "aria-describedby": "embed-wrong" });
    const wrong = element("p", { id: "embed-wrong", className: "link-dialog__wrong", role: "alert" });
    const set = element("button", { type: "submit", className: "button button--main", textContent: words.embedSet });
    const cancel = element("button", { type: "button", className: "button", textContent: words.cancel });
    const form = element("form", { method: "dialog" }, element("label", { htmlFor: input.id, textContent: words.embedAddress }), input, wrong, element("p", { className: "link-dialog__do" }, set, cancel));
    const dialog = element("dialog", { className: "link-dialog", "aria-label": words.embed }, form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await read(source, input.value.trim());
      if (answer?.known) {
        found = answer;
        dialog.close();
      } else {
        wrong.textContent = answer ? words.embedUnknown.replace("{services}", answer.services.join(", ")) : words.embedFailed;
      }
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(found);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

class EmbedView {
  constructor(source, { node, editor, getPos }) {
    Object.assign(this, { source, editor, getPos });
    this.name = element("span", { className: "node-name", textContent: words.embed });
    this.href = element("small", { dir: "ltr" });
    const change = element("button", { type: "button", className: "button button--small", textContent: words.embedChange });
    const out = element("button", { type: "button", className: "button button--small", textContent: words.takeOut });
    change.addEventListener("click", async () => {
      const answer = await askForAddress(source);
      if (answer) this.set(answer.href);
    });
    out.addEventListener("click", () => {
      const from = getPos();
      backTo(editor).deleteRange({ from, to: from + editor.state.doc.nodeAt(from).nodeSize }).run();
    });
    this.bar = element("div", { className: "node-bar", contentEditable: "false" }, this.name, this.href, change, out);
    this.contentDOM = element("div", { className: "embed-node__words" });
    this.dom = element("div", { className: "embed-node" }, this.bar, this.contentDOM);
    this.show(node);
  }

  set(href) {
    this.editor.commands.command(({ tr }) => Boolean(tr.setNodeMarkup(this.getPos(), undefined, { href })));
  }

  async show(node) {
    this.href.textContent = node.attrs.href;
    const answer = await read(this.source, node.attrs.href);
    if (answer?.known) this.name.textContent = answer.service;
  }

  update(node) {
    if (node.type.name !== "embed") return false;
    this.show(node);
    return true;
  }

  stopEvent(event) {
    return this.bar.contains(event.target);
  }

  ignoreMutation(mutation) {
    if (mutation.type === "selection") return false;
    return mutation.type === "attributes" || !this.contentDOM.contains(mutation.target);
  }
}

const EmbedTitle = Node.create({
  name: "embedTitle",
  content: "text*",
  marks: "",
  parseHTML: () => [{ tag: "cite", context: "embed/", priority: 60 }],
  renderHTML: () => ["cite", 0],
});

const EmbedWords = Node.create({
  name: "embedWords",
  content: "text*",
  marks: "bold italic link subscript superscript",
  parseHTML: () => [{ tag: "p", context: "embed/", priority: 60 }],
  renderHTML: () => ["p", 0],
});

/** <aside class="embed" data-href="https://…"><cite>title</cite><p>words</p></aside> */
export const Embed = Node.create({
  name: "embed",
  group: "block",
  content: "embedTitle embedWords",
  isolating: true,
  defining: true,
  addOptions: () => ({ address: "" }),
  addExtensions: () => [EmbedTitle, EmbedWords],
  addAttributes: () => ({
    href: {
      default: null,
      parseHTML: (card) => card.dataset.href,
      renderHTML: ({ href }) => ({ "data-href": href }),
    },
  }),
  parseHTML: () => [{ tag: "aside.embed[data-href]" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", { class: "embed", ...HTMLAttributes }, 0],
  addNodeView() {
    return (given) => new EmbedView(this.options.address, given);
  },
  addCommands() {
    return {
      insertEmbed: () => ({ editor }) => {
        askForAddress(this.options.address).then((answer) => answer && insertBlock(editor, card(answer.href)));
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { Enter: () => this.editor.isActive("embedTitle") && this.editor.commands.focus(this.editor.state.selection.$from.after(2) + 1) };
  },
  addProseMirrorPlugins() {
    return [new Plugin({ props: { handlePaste: (view, event) => pasted(this.editor, this.options.address, event) } })];
  },
});

const card = (href) => ({ type: "embed", attrs: { href }, content: [{ type: "embedTitle" }, { type: "embedWords" }] });

/**
 * An address over chosen words links them; alone on its line it is written down as it is, and once our server knows it,
 * a card takes its place.
 */
function pasted(editor, source, event) {
  const given = event.clipboardData?.getData("text/plain").trim() ?? "";
  const text = (ADDRESS.test(given) && clean(given)) || given;
  const { $from, empty } = editor.state.selection;
  if (!empty && ADDRESS.test(text)) return editor.chain().setLink({ href: text }).setTextSelection(editor.state.selection.to).run();
  const alone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size;
  if (!alone || !ADDRESS.test(text)) return false;
  const link = { type: "text", text, marks: [{ type: "link", attrs: { href: text } }] };
  editor.chain().insertContent(link).run();
  read(source, text).then((answer) => answer?.known && becomeCard(editor, text, answer.href));
  return true;
}

function becomeCard(editor, text, href) {
  const { doc, schema } = editor.state;
  let at = null;
  doc.forEach((node, from) => {
    if (node.type.name === "paragraph" && node.textContent === text) at = from;
  });
  if (at === null) return;
  editor.commands.command(({ tr }) => {
    tr.replaceWith(at, at + doc.nodeAt(at).nodeSize, schema.nodeFromJSON(card(href)));
    tr.setSelection(pm.state.TextSelection.create(tr.doc, at + 2)).scrollIntoView();
    return true;
  });
}
