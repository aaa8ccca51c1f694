// Puts a "Copy link" button beside the share links, where the browser can copy.
const { share, label, done } = document.querySelector("script[data-share]").dataset;
const list = document.querySelector(".share ul");

if (navigator.clipboard && list) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(share || location.href);
    button.textContent = done;
    setTimeout(() => (button.textContent = label), 3000);
  });
  const item = document.createElement("li");
  item.append(button);
  list.prepend(item);
}
