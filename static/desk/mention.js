// “@” in a note offers the colleagues who may be named; without this their names can be typed, or chosen in the list beside.
import { element, words } from "./editor/element.js";

const CALL = /(?:^|\s)@([^@\n]{0,40})$/;
const MOST = 6;

export function mention(area, names) {
  const list = element("ul", { className: "choose__list mention", role: "listbox", hidden: true, id: `${area.id}-names`, "aria-label": words.colleagues });
  const said = element("p", { className: "visually-hidden", role: "status" });
  area.after(list, said);
  area.setAttribute("aria-autocomplete", "list");
  let found = [];
  let at = 0;

  const called = () => CALL.exec(area.value.slice(0, area.selectionStart))?.[1];
  const close = () => {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  };
  const mark = (to) => {
    at = (to + found.length) % found.length;
    [...list.children].forEach((line, index) => {
      line.setAttribute("aria-selected", index === at);
      line.classList.toggle("is-marked", index === at);
    });
    area.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const take = (name) => {
    const end = area.selectionStart;
    const start = end - called().length;
    area.setRangeText(`${name} `, start, end, "end");
    close();
    area.focus();
  };
  const offer = () => {
    const typed = called()?.toLocaleLowerCase();
    found = typed === undefined ? [] : names.filter((name) => `${name} `.toLocaleLowerCase().split(/(?<=\s)/).some((_part, i, parts) => parts.slice(i).join("").startsWith(typed))).slice(0, MOST);
    if (!found.length) {
      close();
      return;
    }
    list.replaceChildren(...found.map((name, index) => {
      const line = element("li", { role: "option", textContent: name, id: `${list.id}-${index}`, dir: "auto" });
      line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(name);
      });
      return line;
    }));
    list.hidden = false;
    area.setAttribute("aria-controls", list.id);
    mark(0);
    said.textContent = words.colleaguesFound.replace("{number}", found.length);
  };

  area.addEventListener("input", offer);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const acts = { ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Enter: () => take(found[at]), Tab: () => take(found[at]), Escape: close };
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  });
}
