// “?” shows the keys of this page, “/” goes to the search box; neither while somebody types.
const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const SIGNS = MAC ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl" };
const NAMES = { ArrowDown: "↓", ArrowUp: "↑", ArrowRight: "→", ArrowLeft: "←" };

/** What stands on a key of this machine's keyboard. */
export function signOf(key) {
  return SIGNS[key] ?? NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

export function showKeys() {
  const dialog = document.querySelector("dialog[data-keys]");
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function isTyped(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

export function listenForKeys() {
  for (const key of document.querySelectorAll("[data-key]")) key.textContent = signOf(key.dataset.key);
  for (const link of document.querySelectorAll("[data-keys-open]")) {
    link.addEventListener("click", (event) => {
      if (showKeys()) event.preventDefault();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyped(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const box = document.querySelector("[data-find]");
    if (event.key === "?") event.preventDefault(showKeys());
    if (event.key === "/" && box) {
      event.preventDefault();
      box.select();
      box.focus();
    }
  });
}
