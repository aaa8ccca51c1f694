// Cleans what word processors and web pages put on the clipboard before the editor parses it.
//
// It reads style attributes as text: under our CSP `node.style` is empty, and Google's wrapper
// <b style="font-weight:normal"> would make everything bold. What is allowed in the end the server decides.
import { footnotes } from "./footnotes.js";
import { cleanLinks } from "./tracking.js";

const KEPT = { a: ["href"], ol: ["start"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], aside: ["class", "data-story", "data-href"], dl: ["class"] };
const FIGURE = ["data-image", "data-size", "data-alt", "data-credit", "data-decorative"];
const USELESS = "style,script,meta,link,title,xml,svg,iframe,object,form,input,button,select,textarea,nav,template,noscript,[hidden],[aria-hidden=true],video,audio,canvas";
const STYLE = "data-pasted-style";

function style(node, property) {
  const found = new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`, "i").exec(node.getAttribute(STYLE) ?? "");
  return (found?.[1] ?? "").trim().toLowerCase();
}

function all(root, selector) {
  return [...root.querySelectorAll(selector)];
}

function rename(node, tag) {
  const made = node.ownerDocument.createElement(tag);
  made.append(...node.childNodes);
  node.replaceWith(made);
}

function unwrap(node) {
  node.replaceWith(...node.childNodes);
}

function wrapInside(node, tag) {
  const made = node.ownerDocument.createElement(tag);
  made.append(...node.childNodes);
  node.append(made);
}

/** Word writes lists as paragraphs that say in their style how deep they stand. */
function listsFromWord(body) {
  let open = null;
  for (const paragraph of all(body, "p")) {
    const level = Number(/level(\d+)/.exec(style(paragraph, "mso-list"))?.[1] ?? 0);
    if (!level) continue;
    const marker = all(paragraph, "span").find((span) => style(span, "mso-list") === "ignore");
    const tag = /^\s*[\da-z]+[.)]/i.test(marker?.textContent ?? "") ? "ol" : "ul";
    marker?.remove();
    if (!open || open.lists[0] !== paragraph.previousElementSibling) {
      const list = body.ownerDocument.createElement(tag);
      paragraph.before(list);
      open = { lists: [list] };
    }
    open.lists.length = Math.min(open.lists.length, level);
    while (open.lists.length < level) {
      const list = body.ownerDocument.createElement(tag);
      (open.lists.at(-1).lastElementChild ?? open.lists.at(-1)).append(list);
      open.lists.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    open.lists.at(-1).append(item);
    item.append(paragraph);
  }
}

/** Emphasis that is only said in a style becomes an element; an element that takes emphasis away goes. */
function emphasis(body) {
  for (const node of all(body, "b,strong")) if (/^(normal|400)$/.test(style(node, "font-weight"))) unwrap(node);
  for (const node of all(body, "i,em")) if (style(node, "font-style") === "normal") unwrap(node);
  for (const span of all(body, "span,font")) {
    const inHeading = span.closest("h1,h2,h3,h4,h5,h6");
    if (/^(bold|[6-9]00)$/.test(style(span, "font-weight")) && span.textContent.trim() && !inHeading) wrapInside(span, "strong");
    if (style(span, "font-style") === "italic") wrapInside(span, "em");
    const raised = /super|sub/.exec(style(span, "vertical-align"))?.[0];
    if (raised) wrapInside(span, raised === "super" ? "sup" : "sub");
    unwrap(span);
  }
}

/** Google's nested lists stand beside the item they belong to. */
function nestedLists(body) {
  for (const list of all(body, "ul > ul, ul > ol, ol > ul, ol > ol")) {
    const item = list.previousElementSibling;
    if (item?.localName === "li") item.append(list);
  }
}

/** Pictures of elsewhere cannot stand in a story; they go with their captions. The number of those taken out. */
function pictures(body) {
  const shown = all(body, "img, picture").filter((image) => image.localName === "picture" || !image.closest("picture"));
  const counted = shown.filter((image) => !(image.getAttribute("width") === "1" || image.getAttribute("height") === "1"));
  for (const figure of all(body, "figure:not([data-image])")) if (figure.querySelector("img")) figure.remove();
  for (const image of all(body, "img, picture")) image.remove();
  return counted.length;
}

/** A direction stays where it is not the story's own, which word processors write on every paragraph. */
function direction(node, own) {
  const dir = node.getAttribute("dir")?.toLowerCase();
  const other = own === "rtl" ? "ltr" : "rtl";
  return dir === other && /^(p|h[1-6]|li|ul|ol|blockquote|table|td|th)$/.test(node.localName) ? dir : "";
}

function attributes(body, own) {
  for (const node of all(body, "*")) {
    if (node.tagName.includes(":")) {
      unwrap(node);
      continue;
    }
    const dir = direction(node, own);
    const kept = node.localName === "figure" ? FIGURE : (KEPT[node.localName] ?? []);
    for (const { name } of [...node.attributes]) if (!kept.includes(name)) node.removeAttribute(name);
    if (dir) node.dir = dir;
  }
}

/** Fixed spaces that word processors sprinkle become plain ones, except where French and numbers want them. */
function spaces(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data
      .replace(/[ \u00a0]*\u00a0[ \u00a0]+|[ \u00a0]+\u00a0[ \u00a0]*/g, " ")
      .replace(/\u00a0(?![;:!?»%€\d])(?<![«\d]\u00a0)/g, " ")
      .replace(/ {2,}/g, " ");
  }
}

/** Bold around a whole heading says nothing more. */
function headings(body) {
  for (const node of all(body, "h1, p.MsoTitle")) rename(node, "h2");
  for (const node of all(body, "h4,h5,h6")) rename(node, "h3");
  for (const node of all(body, "h2 :is(b,strong), h3 :is(b,strong)")) unwrap(node);
}

/** {html, dropped}: the clean HTML, and how many pictures were left out. `own` is the story's direction. */
export function cleanPaste(html, own = "ltr") {
  if (html.includes("data-pm-slice")) return { html, dropped: 0 }; // from an editor of ours: clean already
  // Styles and handlers go before parsing: our CSP complains of each, even in a document that nobody sees.
  const bare = html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/<!--[\s\S]*?-->|<!\[[\s\S]*?\]>/g, "");
  const quiet = bare.replace(/(\s)style=/gi, `$1${STYLE}=`).replace(/(\s)on[a-z]+=/gi, "$1data-pasted-act=");
  const { body } = new DOMParser().parseFromString(quiet, "text/html");
  for (const node of all(body, USELESS)) node.remove();
  for (const node of all(body, "*")) if (style(node, "display") === "none" || style(node, "mso-hide") === "all") node.remove();
  const dropped = pictures(body);
  const sources = footnotes(body);
  if (sources) body.append(sources);
  listsFromWord(body);
  nestedLists(body);
  emphasis(body);
  headings(body);
  cleanLinks(body);
  attributes(body, own);
  for (const node of all(body, "strong,em,p,h2,h3,li,blockquote")) {
    if (!node.textContent.replaceAll("\u00a0", " ").trim() && !node.querySelector("figure")) node.remove();
  }
  for (const node of all(body, ":scope > br")) node.remove();
  spaces(body);
  return { html: body.innerHTML, dropped };
}
