// Choosing a filter shows its stories at once; without this, the button beside it does.
export function showAtOnce() {
  for (const form of document.querySelectorAll("form[data-sieve]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select")) form.requestSubmit();
    });
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
  addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form[data-sieve] :disabled")) field.disabled = false;
  });
}
