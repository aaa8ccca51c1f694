// A link by Mod-K: its address is asked for in a dialog of ours.
import { Link } from "django-prose-editor/editor";
import { element, words } from "./element.js";

const GOOD = /^(https?:\/\/[^\s/]+\S*|mailto:\S+@\S+|\/\S*)$/i;

/** What people paste is rarely a whole address: “example.org/page” means https. */
function complete(typed) {
  const address = typed.trim();
  return /^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(address) ? `https://${address}` : address;
}

function askForAddress(present) {
  return new Promise((resolve) => {
    const input = element("input", { type: "text", value: present, inputMode: "url", id: "link-address", "aria-describedby": "link-wrong" });
    const wrong = element("p", { id: "link-wrong", className: "link-dialog__wrong", role: "alert" });
    const set = element("button", { type: "submit", className: "button button--main", textContent: words.linkSet });
    const remove = element("button", { type: "button", className: "button", textContent: words.linkRemove, hidden: !present });
    const cancel = element("button", { type: "button", className: "button", textContent: words.cancel });
    const form = element(
      "form",
      { method: "dialog" },
      element("label", { htmlFor: "link-address", textContent: words.linkAddress }),
      input,
      wrong,
      element("p", { className: "link-dialog__do" }, set, remove, cancel),
    );
    const dialog = element("dialog", { className: "link-dialog", "aria-label": words.link }, form);
    let answer = null;
    form.addEventListener("submit", (event) => {
      const address = complete(input.value);
      if (address && !GOOD.test(address)) {
        event.preventDefault();
        wrong.textContent = words.linkWrong;
        return;
      }
      answer = address;
    });
    remove.addEventListener("click", () => {
      answer = "";
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
  });
}

export const StoryLink = Link.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      editLink: () => ({ editor }) => {
        const bare = editor.state.selection.empty && !editor.isActive("link");
        askForAddress(editor.getAttributes("link").href ?? "").then((href) => {
          const chain = editor.chain().focus();
          if (href && bare) chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
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
