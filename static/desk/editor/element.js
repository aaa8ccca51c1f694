// Makes elements in one line, and knows the desk's words in the writer's language.

export const words = JSON.parse(document.getElementById("desk-words")?.textContent ?? "{}");

/** `element("button", {type: "button", "aria-label": "Close"}, "×")`: names with a dash become attributes, others properties. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** Calls `act` once, after `wait` milliseconds without another call. */
export function calm(act, wait) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}
