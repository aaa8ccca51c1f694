// A link by Mod-K: to an address, or to a story of ours that is found while one types its words.
import { Link } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";
import { element, words } from "./element.js";
import { StoryList, storyWithId } from "./stories.js";

const GOOD = /^(https?:\/\/[^\s/]+\S*|mailto:\S+@\S+|\/\S*)$/i;

/** What people paste is rarely a whole address: “example.org/page” means https. */
function complete(typed) {
  const address = typed.trim();
  return /^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(address) ? `https://${address}` : address;
}

/** Resolves to {href, text}, to {href: ""} when the link shall go, or to null. `about` are words to look for at once. */
function askForAddress(source, present, about) {
  return new Promise((resolve) => {
    let answer = null;
    const input = element("input", { type: "text", value: present || about, id: "link-address", dir: "auto", autocomplete: "off", "aria-describedby": "link-now link-wrong" });
    const now = element("p", { id: "link-now", className: "link-dialog__now" });
    const wrong = element("p", { id: "link-wrong", className: "link-dialog__wrong", role: "alert" });
    const set = element("button", { type: "submit", className: "button button--main", textContent: words.linkSet });
    const remove = element("button", { type: "button", className: "button", textContent: words.linkRemove, hidden: !present });
    const cancel = element("button", { type: "button", className: "button", textContent: words.cancel });
    const list = source && new StoryList(input, source, (story) => {
      answer = { href: story.href, text: story.headline };
      dialog.close();
    });
    const form = element(
      "form",
      { method: "dialog" },
      element("label", { htmlFor: "link-address", textContent: source ? words.linkAddressOrWords : words.linkAddress }),
      input,
      now,
      ...(list ? [list.list, list.said] : []),
      wrong,
      element("p", { className: "link-dialog__do" }, set, remove, cancel),
    );
    const dialog = element("dialog", { className: "link-dialog", "aria-label": words.link }, form);
    form.addEventListener("submit", (event) => {
      const address = complete(input.value);
      if (address && !GOOD.test(address)) {
        event.preventDefault();
        wrong.textContent = words.linkWrong;
        return;
      }
      answer = { href: address, text: address };
    });
    remove.addEventListener("click", () => {
      answer = { href: "" };
      dialog.close();
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.select();
    const number = /^\/stories\/(\d+)\/$/.exec(present)?.[1];
    if (number && source) storyWithId(source, number).then((story) => (now.textContent = story?.headline ?? ""));
    if (!present && about) list?.look();
  });
}

export const StoryLink = Link.extend({
  addOptions() {
    return { ...this.parent?.(), stories: "" };
  },
  addCommands() {
    return {
      ...this.parent?.(),
      editLink: () => ({ editor }) => {
        const { empty, from, to } = editor.state.selection;
        const bare = empty && !editor.isActive("link");
        const about = empty ? "" : editor.state.doc.textBetween(from, to, " ").slice(0, 80);
        askForAddress(this.options.stories, editor.getAttributes("link").href ?? "", about).then((answer) => {
          if (!answer) return;
          const { href, text } = answer;
          const chain = backTo(editor);
          if (href && bare) chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run();
          else if (href) chain.extendMarkRange("link").setLink({ href }).run();
          else if (href === "") chain.extendMarkRange("link").unsetLink().run();
        });
        return true;
      },
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-k": () => this.editor.commands.editLink() || true };
  },
});
