// The library in a dialog: type to search, Tab and Enter to choose.
import { calm, element, words } from "./element.js";

const known = new Map();

async function ask(source, query) {
  const answer = await fetch(`${source}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).results;
}

/** The picture with that key, or null when the library has it no more. Asked for once. */
export function pictureWithId(source, id) {
  if (!source || !id) return Promise.resolve(null);
  if (!known.has(String(id))) {
    known.set(String(id), ask(source, { id }).then((found) => found[0] ?? null).catch(() => null));
  }
  return known.get(String(id));
}

function tile(picture, choose) {
  const button = element(
    "button",
    { type: "button", className: "picker__tile" },
    element("img", { src: picture.src, alt: picture.alt, loading: "lazy" }),
    element("span", { textContent: picture.caption || picture.name, dir: "auto" }),
    element("small", { textContent: picture.credit, dir: "auto" }),
  );
  button.addEventListener("click", () => choose(picture));
  return button;
}

/** Resolves to the chosen picture, or to null when the dialog was closed without choosing. */
export function choosePicture(source) {
  return new Promise((resolve) => {
    const search = element("input", { type: "search", placeholder: words.searchPictures, "aria-label": words.searchPictures });
    const cancel = element("button", { type: "button", className: "button", textContent: words.cancel });
    const tiles = element("div", { className: "picker__tiles" });
    const said = element("p", { role: "status", className: "picker__said" });
    const dialog = element(
      "dialog",
      { className: "picker", "aria-label": words.choosePicture },
      element("div", { className: "picker__bar" }, search, cancel),
      said,
      tiles,
    );
    let chosen = null;
    const choose = (picture) => {
      chosen = picture;
      known.set(String(picture.id), Promise.resolve(picture));
      dialog.close();
    };
    const show = async () => {
      try {
        const found = await ask(source, { q: search.value });
        tiles.replaceChildren(...found.map((picture) => tile(picture, choose)));
        said.textContent = found.length ? "" : words.noPicture;
      } catch {
        said.textContent = words.pickerFailed;
      }
    };
    search.addEventListener("input", calm(show, 200));
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    show();
  });
}
