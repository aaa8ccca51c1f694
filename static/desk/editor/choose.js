// A select with many options becomes a field to search in; the select stays beneath and is what is sent.
import { calm, element, words } from "./element.js";

const FEW = 8;
const SHOWN = 60;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let made = 0;

class Chooser {
  constructor(select) {
    this.select = select;
    this.many = select.multiple;
    this.source = select.dataset.source;
    this.at = -1;
    made += 1;
    const id = `choose-${made}`;
    this.input = element("input", {
      type: "text",
      id,
      role: "combobox",
      autocomplete: "off",
      placeholder: words.typeToSearch,
      dir: "auto",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
    });
    this.list = element("ul", { id: `${id}-list`, role: "listbox", className: "choose__list", hidden: true });
    this.chips = element("ul", { className: "choose__chips" });
    this.box = element("div", { className: "choose" }, ...(this.many ? [this.chips] : []), this.input, this.list);
    this.name();
    select.hidden = true;
    select.before(this.box);
    this.listen();
    this.show();
  }

  /** The label of the select becomes the label of the field. */
  name() {
    const label = document.querySelector(`label[for="${this.select.id}"]`);
    const described = this.select.getAttribute("aria-describedby");
    if (label) label.htmlFor = this.input.id;
    const words = label?.textContent ?? this.select.getAttribute("aria-label") ?? this.select.name;
    if (!label) this.input.setAttribute("aria-label", words);
    this.list.setAttribute("aria-label", words);
    if (described) this.input.setAttribute("aria-describedby", described);
    if (this.select.getAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
  }

  listen() {
    const search = calm(() => this.search(), this.source ? 200 : 30);
    this.input.addEventListener("input", (event) => {
      event.stopPropagation();
      this.behind = true;
      search();
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("click", () => this.search(""));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.select.addEventListener("change", () => this.show());
    this.select.addEventListener("focus", () => this.input.focus());
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.search("");
      else this.mark(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open || this.behind) this.enter();
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && this.many && !this.input.value) {
      const last = [...this.select.selectedOptions].at(-1);
      if (last) this.drop(last);
    }
  }

  /** Take what is marked. Whoever types faster than the list follows gets what they typed, not what stood there. */
  async enter() {
    if (this.behind) await this.search();
    this.take(this.list.children[this.at]);
  }

  async search(typed = this.input.value) {
    const wanted = plain(typed.trim());
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.behind = false;
    const found = this.source && wanted ? await this.ask(typed.trim()) : this.options(wanted);
    if (turn !== this.turn) return;
    this.list.replaceChildren(...found.slice(0, SHOWN).map((option) => this.line(option)));
    if (!found.length) this.list.append(element("li", { className: "choose__nothing", role: "option", "aria-disabled": "true", textContent: words.nothingFound }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const chosen = [...this.list.children].findIndex((line) => line.getAttribute("aria-selected") === "true");
    this.mark(wanted ? 0 : Math.max(0, chosen));
  }

  options(wanted) {
    const found = [...this.select.options].filter((option) => {
      if (this.many && option.selected) return false;
      return !wanted || plain(`${option.text} ${option.parentElement.label ?? ""}`).includes(wanted);
    });
    const begins = (option) => plain(option.text.trim()).startsWith(wanted);
    return [...found.filter(begins), ...found.filter((option) => !begins(option))];
  }

  async ask(term) {
    try {
      const answer = await fetch(`${this.source}&${new URLSearchParams({ term })}`);
      const { results } = await answer.json();
      return results.map(({ id, text }) => this.option(id, text)).filter((option) => !this.many || !option.selected);
    } catch {
      return this.options(plain(term));
    }
  }

  option(id, text) {
    const known = [...this.select.options].find((option) => option.value === String(id));
    if (known) return known;
    const option = new Option(text, id);
    this.select.add(option);
    return option;
  }

  line(option) {
    const group = option.parentElement.label;
    const line = element("li", { role: "option", id: `${this.input.id}-${option.value || "none"}`, "aria-selected": String(option.selected), dir: "auto", textContent: option.text.trim() });
    if (group && group !== option.text.trim()) line.append(element("small", { textContent: group }));
    line.option = option;
    return line;
  }

  mark(index) {
    const lines = [...this.list.children];
    this.at = (index + lines.length) % lines.length;
    lines.forEach((line, place) => line.classList.toggle("is-marked", place === this.at));
    lines[this.at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", lines[this.at].id);
  }

  take(line) {
    if (!line?.option) return;
    line.option.selected = true;
    this.changed();
    this.close();
  }

  drop(option) {
    option.selected = false;
    this.changed();
    this.input.focus();
  }

  changed() {
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.show();
  }

  show() {
    if (!this.many) {
      const option = this.select.selectedOptions[0];
      this.input.value = option?.value ? option.text.trim() : "";
      return;
    }
    this.input.value = "";
    this.chips.replaceChildren(...[...this.select.selectedOptions].map((option) => this.chip(option)));
    this.chips.hidden = !this.chips.children.length;
  }

  chip(option) {
    const name = option.text.trim();
    const away = element("button", { type: "button", textContent: "×", "aria-label": words.takeAway.replace("{name}", name) });
    away.addEventListener("click", () => this.drop(option));
    return element("li", {}, element("span", { textContent: name, dir: "auto" }), away);
  }
}

export function upgradeSelects(root) {
  for (const select of root.querySelectorAll("select[data-choose]")) {
    if (select.hidden || (select.options.length < FEW && !select.dataset.source && !select.multiple)) continue;
    new Chooser(select);
  }
}
