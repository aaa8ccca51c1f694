// Django's split date fields and its searching lists have parts without a name; screen readers need one.
export function nameFields() {
  const name = () => {
    for (const field of document.querySelectorAll(".datetime .vDateField, .datetime .vTimeField")) {
      const row = field.closest(".form-row")?.querySelector("label, legend")?.textContent.trim() ?? "";
      const before = field.previousSibling?.textContent.trim() ?? "";
      field.setAttribute("aria-label", `${row} ${before}`.trim());
    }
    for (const list of document.querySelectorAll("select.select2-hidden-accessible")) {
      const label = list.labels?.[0]?.textContent.trim() ?? list.name;
      const shown = list.nextElementSibling;
      for (const part of shown?.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]") ?? []) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", label);
      }
    }
    for (const field of document.querySelectorAll("td :is(select, input:not([type=hidden])):not([aria-label])")) {
      if (field.labels?.length) continue;
      const cell = field.closest("td");
      const head = cell.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex];
      if (head?.textContent.trim()) field.setAttribute("aria-label", head.textContent.trim());
    }
  };
  addEventListener("load", () => setTimeout(name));
  document.addEventListener("formset:added", () => setTimeout(name));
}
