// The card of another story of ours: the text holds its number alone, readers get what is live.
import { Node } from "django-prose-editor/editor";
import { backTo } from "./cursor.js";
import { element, words } from "./element.js";
import { insertBlock } from "./inserting.js";
import { chooseStory, storyWithId } from "./stories.js";

class CardView {
  constructor(source, { node, editor, getPos }) {
    Object.assign(this, { source, editor, getPos });
    this.headline = element("strong", { dir: "auto" });
    this.state = element("small", {});
    const change = element("button", { type: "button", className: "button button--small", textContent: words.changeStory });
    const out = element("button", { type: "button", className: "button button--small", textContent: words.takeOut });
    change.addEventListener("click", async () => {
      const story = await chooseStory(source);
      if (story) this.set(story.id);
    });
    out.addEventListener("click", () => {
      const from = this.getPos();
      backTo(editor).deleteRange({ from, to: from + 1 }).run();
    });
    this.bar = element("div", { className: "node-bar" }, change, out);
    this.dom = element("div", { className: "card-node", contentEditable: "false" }, element("span", { className: "node-name", textContent: words.storyCard }), this.headline, this.state, this.bar);
    this.show(node);
  }

  set(id) {
    this.editor.commands.command(({ tr }) => Boolean(tr.setNodeMarkup(this.getPos(), undefined, { story: String(id) })));
  }

  async show(node) {
    const story = await storyWithId(this.source, node.attrs.story);
    this.headline.textContent = story?.headline ?? words.storyHidden.replace("{number}", node.attrs.story);
    this.headline.lang = story?.language ?? "";
    this.state.textContent = !story || story.live ? "" : words.cardWaits.replace("{state}", story.state);
  }

  update(node) {
    if (node.type.name !== "storyCard") return false;
    this.show(node);
    return true;
  }

  stopEvent(event) {
    return this.bar.contains(event.target);
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection";
  }
}

/** <aside class="story-card" data-story="12"></aside> */
export const StoryCard = Node.create({
  name: "storyCard",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ stories: "" }),
  addAttributes: () => ({
    story: {
      default: null,
      parseHTML: (card) => card.dataset.story,
      renderHTML: ({ story }) => ({ "data-story": story }),
    },
  }),
  parseHTML: () => [{ tag: "aside.story-card[data-story]" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", { class: "story-card", ...HTMLAttributes }],
  addNodeView() {
    return (given) => new CardView(this.options.stories, given);
  },
  addCommands() {
    return {
      insertStoryCard: () => ({ editor }) => {
        chooseStory(this.options.stories).then((story) => {
          if (story) insertBlock(editor, { type: this.name, attrs: { story: String(story.id) } });
        });
        return true;
      },
    };
  },
});
