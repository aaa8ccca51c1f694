// Where the state bar says how safe the text is. Only a change of kind is read out, not every new minute.
import { element } from "../editor/element.js";

export class Saying {
  constructor() {
    this.place = document.querySelector("[data-kept]");
    this.start = this.place?.textContent ?? "";
    this.aloud = document.querySelector("[data-kept-said]");
  }

  say(kind, sentence, ...more) {
    if (!this.place) return;
    this.place.dataset.kept = kind;
    this.place.replaceChildren(sentence, ...more);
    if (["waiting", "saved", this.last].includes(kind)) return;
    this.last = kind;
    if (this.aloud) this.aloud.textContent = sentence;
  }

  /** As the page said when it came. */
  asBefore() {
    this.say("saved", this.start);
  }

  sayWithWayIn(kind, sentence, words) {
    const way = element("a", { href: "/admin/login/", target: "_blank", rel: "noopener", textContent: words });
    this.say(kind, sentence, " ", way);
  }
}
