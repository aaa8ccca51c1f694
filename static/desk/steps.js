// Alt+Shift+P and Alt+Shift+N follow the links to the comparison before and after this one.
addEventListener("keydown", (event) => {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
  const link = document.querySelector(`a[data-key="${CSS.escape(event.code.replace("Key", "").toLowerCase())}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
