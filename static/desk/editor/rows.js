// Rows that can be added, taken away, and moved by arrow keys or by pulling their handle.
import { upgradeSelects } from "./choose.js";
import { words } from "./element.js";

export function rows(list) {
  const prefix = list.dataset.rows;
  const template = document.querySelector(`[data-new-row="${prefix}"]`);
  const add = document.querySelector(`[data-add-row="${prefix}"]`);
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  list.after(said);

  // The empty row that the page holds for those without scripts.
  const isSpare = (row) => {
    const said = row.querySelector("[name$=-author], [name$=-text]");
    return !said.value && !row.classList.contains("is-wrong") && !row.classList.contains("is-new");
  };
  const standing = () => [...list.children].filter((row) => !row.hidden);
  const changed = () => list.dispatchEvent(new Event("change", { bubbles: true }));

  const number = () => {
    standing().forEach((row, index) => {
      const place = row.querySelector("[data-position]");
      if (place) place.value = index + 1;
    });
  };

  const move = (row, to) => {
    const others = standing();
    const from = others.indexOf(row);
    if (to < 0 || to >= others.length || to === from) return;
    if (to < from) others[to].before(row);
    else others[to].after(row);
    number();
    changed();
    said.textContent = words.moved.replace("{place}", to + 1);
  };

  const pull = (row, handle) => {
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      row.classList.add("is-moving");
      const follow = ({ clientY }) => {
        const over = standing().findIndex((other) => {
          const box = other.getBoundingClientRect();
          return clientY > box.top && clientY < box.bottom;
        });
        if (over >= 0) move(row, over);
      };
      handle.addEventListener("pointermove", follow);
      handle.addEventListener("lostpointercapture", () => {
        row.classList.remove("is-moving");
        handle.removeEventListener("pointermove", follow);
      }, { once: true });
    });
  };

  const takeAway = (row) => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.querySelector("[name$=-DELETE]").checked = true;
    row.hidden = true;
    number();
    changed();
    (next?.querySelector("[data-remove]") ?? add).focus();
  };

  const dress = (row) => {
    const handle = row.querySelector("[data-handle]");
    const remove = row.querySelector("[data-remove]");
    for (const plain of row.querySelectorAll("[data-place], [data-gone]")) plain.hidden = true;
    remove.hidden = false;
    remove.addEventListener("click", () => takeAway(row));
    if (row.querySelector("[name$=-DELETE]").checked || isSpare(row)) row.hidden = true;
    if (!handle) return;
    handle.hidden = false;
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      move(row, standing().indexOf(row) + step);
      handle.focus();
    });
    pull(row, handle);
  };

  add.hidden = false;
  add.addEventListener("click", () => {
    const holder = document.createElement("ol");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", Number(total.value));
    const row = holder.firstElementChild;
    row.classList.add("is-new");
    list.append(row);
    total.value = Number(total.value) + 1;
    dress(row);
    upgradeSelects(row);
    number();
    row.querySelector("input:not([type=hidden]):not([hidden]), select:not([hidden])")?.focus();
  });
  for (const row of [...list.children]) dress(row);
  number();
}
