// “Copy” puts what stands in a field where it can be pasted; without it the field can be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = field.dataset.copied;
    } catch {
      field.focus();
    }
  });
}
