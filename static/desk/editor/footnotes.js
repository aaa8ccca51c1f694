// Footnotes of word processors: their numbers leave the text, and what they say becomes a list of sources.

// A number in the text that leads to a note, and a number before a note that leads back: Word, Google Docs, LibreOffice.
const MARKS = "a[href*='#_ftn']:not([href*='#_ftnref']), a[href*='#_edn']:not([href*='#_ednref']), a[href^='#ftnt']:not([href^='#ftnt_ref']), a.sdfootnoteanc, a.sdendnoteanc";
const BACK = "a[href*='#_ftnref'], a[href*='#_ednref'], a[href^='#ftnt_ref'], a.sdfootnotesym, a.sdendnotesym";

function outermost(link) {
  const raised = link.closest("sup");
  return raised && raised.textContent.trim() === link.textContent.trim() ? raised : link;
}

/** Takes footnotes out of `body`; a <dl class="sources"> with what they said, or null. */
export function footnotes(body) {
  const list = body.ownerDocument.createElement("dl");
  list.className = "sources";
  for (const back of [...body.querySelectorAll(BACK)]) {
    const note = back.closest("p, li, div") ?? back;
    outermost(back).remove();
    const name = body.ownerDocument.createElement("dt");
    name.append(...note.childNodes);
    note.remove();
    name.normalize();
    if (name.textContent.replaceAll("\u00a0", " ").trim()) list.append(name);
  }
  for (const mark of [...body.querySelectorAll(MARKS)]) outermost(mark).remove();
  for (const line of body.querySelectorAll("hr")) if (!line.nextElementSibling || !line.nextElementSibling.textContent.trim()) line.remove();
  return list.children.length ? list : null;
}
