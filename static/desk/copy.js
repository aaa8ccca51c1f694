// “Copy” puts what stands in a field, or in a part of the page, where it can be pasted; without it, it can be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const place = document.getElementById(button.dataset.copy);
  button.hidden = false;
  place.addEventListener("focus", () => place.select?.());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.write([copied(place)]);
      button.textContent = button.dataset.copied;
    } catch {
      if (place.select) place.focus();
      else getSelection().selectAllChildren(place);
    }
  });
}

/** A field's text; a part of the page with its formatting, for whoever pastes it into an editor. */
function copied(place) {
  const blob = (type, text) => new Blob([text], { type });
  if (place.select) return new ClipboardItem({ "text/plain": blob("text/plain", place.value) });
  return new ClipboardItem({ "text/plain": blob("text/plain", place.innerText), "text/html": blob("text/html", place.innerHTML) });
}
