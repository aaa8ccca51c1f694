// The lead picture: shown as a picture, chosen in the library; its caption, alt text and credit come along.
import { element, words } from "./element.js";
import { choosePicture, pictureWithId } from "./picker.js";

const TAKEN_ALONG = { lead_caption: "caption", lead_alt_text: "alt", lead_credit: "credit" };

export function leadPicture(select) {
  const { source } = select.dataset;
  if (!source) return;
  const img = element("img", { alt: "", className: "lead__picture", hidden: true });
  const choose = element("button", { type: "button", className: "button button--small", textContent: words.choosePicture });
  const out = element("button", { type: "button", className: "button button--small", textContent: words.takeOut });
  const label = document.querySelector(`label[for="${select.id}"]`);
  const box = element("div", { className: "lead", role: "group", "aria-label": words.lead }, img, choose, out);
  if (label) label.replaceWith(element("span", { className: "field__name", textContent: label.textContent }));
  select.before(box);
  select.hidden = true;

  const show = async () => {
    const picture = await pictureWithId(source, select.value);
    img.hidden = !picture;
    out.hidden = !select.value;
    choose.textContent = select.value ? words.changePicture : words.choosePicture;
    if (picture) {
      img.src = picture.src;
      img.alt = picture.alt ?? "";
    }
  };

  const set = (picture) => {
    const value = picture ? String(picture.id) : "";
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(picture.name, value));
    select.value = value;
    for (const [field, key] of Object.entries(TAKEN_ALONG)) {
      const input = document.getElementById(`id_${field}`);
      if (input) input.value = picture?.[key] ?? "";
    }
    select.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };

  choose.addEventListener("click", async () => {
    const picture = await choosePicture(source);
    if (picture) set(picture);
  });
  out.addEventListener("click", () => {
    set(null);
    choose.focus();
  });
  show();
}
