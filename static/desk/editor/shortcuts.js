// The editor's keys, as the desk's table names them; Mod-/ and a button show them with all others of the page.
import { Extension } from "django-prose-editor/editor";
import { showKeys, signOf } from "../keys.js";
import { words } from "./element.js";

/** What stands on the keys that do `name`: “Ctrl Alt 2”. */
export function keysOf(name) {
  const keys = words.keys?.[name]?.split("-") ?? [];
  return keys.map((key) => signOf(key)).join(" ");
}

export const Shortcuts = Extension.create({
  name: "shortcuts",
  addKeyboardShortcuts() {
    return { "Mod-/": () => showKeys() };
  },
});
