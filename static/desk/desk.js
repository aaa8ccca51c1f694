// Behaviours of every desk page; each does nothing where its mark is missing.
import { closeMenus } from "./menu.js";
import { nameFields } from "./names.js";
import { showAtOnce } from "./sieve.js";

closeMenus();
nameFields();
showAtOnce();
