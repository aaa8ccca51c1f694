// What stands in a form, name by name, each a list of texts; and what of it changed.

const BESIDE = new Set(["csrfmiddlewaretoken", "opened_on", "opened_with", "page", "turn", "instead_of"]);
const PRESSED = new Set(["submit", "button", "reset", "image", "file"]);

export function read(form) {
  const found = {};
  for (const control of form.elements) {
    if (control.name && !BESIDE.has(control.name) && !PRESSED.has(control.type)) found[control.name] ??= [];
  }
  for (const [name, value] of new FormData(form)) found[name]?.push(value);
  return found;
}

const group = (name) => name.split("-")[0];

/** Fields whose texts differ. Rows that stand together, such as all of the byline, come together. */
export function changed(before, now) {
  const same = (name) => JSON.stringify(before[name]) === JSON.stringify(now[name]);
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => !same(name));
  const rows = new Set(names.filter((name) => name.includes("-")).map(group));
  const found = Object.keys(now).filter((name) => names.includes(name) || (name.includes("-") && rows.has(group(name))));
  return Object.fromEntries(found.map((name) => [name, now[name]]));
}
