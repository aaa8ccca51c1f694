// Our own stories, found while one types: for links and for cards.
import { calm, element, words } from "./element.js";

const known = new Map();

async function ask(source, query) {
  const answer = await fetch(`${source}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).results;
}

/** The story with that number, or null when this person may not see it. Asked for once. */
export function storyWithId(source, id) {
  if (!known.has(String(id))) known.set(String(id), ask(source, { id }).then((found) => found[0] ?? null).catch(() => null));
  return known.get(String(id));
}

/** A list of stories below a field: arrow keys mark, `take` gets what Enter or a click chose. */
export class StoryList {
  constructor(input, source, take) {
    Object.assign(this, { input, source, take, found: [], at: -1 });
    this.list = element("ul", { id: `${input.id}-stories`, role: "listbox", className: "stories", hidden: true, "aria-label": words.ownStories });
    this.said = element("p", { role: "status", className: "stories__said" });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) {
      input.setAttribute(name, value);
    }
    this.search = calm(() => this.look(), 180);
    input.addEventListener("input", () => this.search());
    input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose([...this.list.children].indexOf(event.target.closest("li"))));
  }

  /** What is typed as words; an address is not looked for. */
  get wanted() {
    const typed = this.input.value.trim();
    return /^(https?:|mailto:|\/|[\w-]+(\.[\w-]+)+([/?#]|$))/i.test(typed) ? "" : typed;
  }

  async look() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const found = this.wanted ? await ask(this.source, { q: this.wanted }) : [];
      if (turn === this.turn) this.show(found);
    } catch {
      this.said.textContent = words.storiesFailed;
    }
  }

  show(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((story, index) => this.line(story, index)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(Boolean(found.length)));
    this.said.textContent = this.wanted && !found.length ? words.noStory : "";
    this.mark(found.length ? 0 : -1);
  }

  line(story, index) {
    const state = story.live ? words.storyLive : words.storyNotLive.replace("{state}", story.state);
    return element(
      "li",
      { role: "option", id: `${this.list.id}-${index}`, lang: story.language },
      element("span", { textContent: story.headline, dir: "auto" }),
      element("small", { textContent: `${story.slugline} · ${state}`, lang: document.documentElement.lang }),
    );
  }

  mark(index) {
    this.at = this.found.length ? (index + this.found.length) % this.found.length : -1;
    [...this.list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === this.at)));
    if (this.at < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", this.list.children[this.at].id);
      this.list.children[this.at].scrollIntoView({ block: "nearest" });
    }
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.mark(this.at + step);
    } else if (event.key === "Enter" && this.wanted) {
      event.preventDefault();
      this.enter();
    }
  }

  /** Whoever types faster than the list follows gets what they typed, not what stood there. */
  async enter() {
    await this.look();
    this.choose(this.at);
  }

  choose(index) {
    const story = this.found[index];
    if (!story) return;
    known.set(String(story.id), Promise.resolve(story));
    this.take(story);
  }
}

/** Resolves to the chosen story, or to null. */
export function chooseStory(source) {
  return new Promise((resolve) => {
    let chosen = null;
    const input = element("input", { type: "text", id: "story-words", dir: "auto", autocomplete: "off" });
    const list = new StoryList(input, source, (story) => {
      chosen = story;
      dialog.close();
    });
    const cancel = element("button", { type: "button", className: "button", textContent: words.cancel });
    const dialog = element(
      "dialog",
      { className: "link-dialog", "aria-label": words.chooseStory },
      element("form", { method: "dialog" }, element("label", { htmlFor: input.id, textContent: words.chooseStory }), input, list.list, list.said, element("p", { className: "link-dialog__do" }, cancel)),
    );
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("submit", (event) => event.preventDefault());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
