// The conversation beside the story: sent without leaving the page, joined to the marked passages, kept fresh.
import { words } from "./editor/element.js";
import { mention } from "./mention.js";
import { fieldNotes } from "./field_notes.js";
import { readingNotes } from "./reading_notes.js";

const FRESH = 30_000;
const form = document.getElementById("notes-form");
const say = (name, detail) => document.dispatchEvent(new CustomEvent(`notes:${name}`, { detail }));
const panel = () => document.querySelector("[data-notes]");
const threads = () => [...panel().querySelectorAll("[data-note]")];
const drafts = () => [...panel().querySelectorAll("[data-note-text]")].filter((area) => area.value.trim());
const passage = () => ["quote", "prefix", "suffix", "block", "field"].map((name) => panel().querySelector(`input[name=${name}]`));

function showMarks() {
  const open = threads().filter((thread) => "open" in thread.dataset && thread.dataset.quote);
  say("marks", open.map(({ dataset }) => ({ id: dataset.note, quote: dataset.quote, prefix: dataset.prefix, suffix: dataset.suffix, block: Number(dataset.block), field: dataset.field })));
}

function speakOf(anchor) {
  for (const field of passage()) field.value = anchor?.[field.name] ?? "";
  const line = panel().querySelector("[data-note-passage]");
  line.hidden = !anchor;
  for (const part of line.querySelectorAll("[data-note-part]")) part.hidden = part.dataset.notePart !== anchor?.field;
  line.querySelector("q").textContent = anchor?.quote ?? "";
}

function goTo(id, focus) {
  const thread = threads().find((one) => one.dataset.note === id);
  if (!thread) return;
  thread.closest("details")?.setAttribute("open", "");
  for (const other of threads()) other.classList.toggle("is-here", other === thread);
  thread.scrollIntoView({ block: "nearest" });
  if (focus) thread.focus();
}

function dress() {
  const here = panel();
  const names = [...here.querySelector("[data-note-tell] select").options].slice(1).map((option) => option.text);
  for (const line of here.querySelectorAll("[data-note-tell]")) line.hidden = true;
  here.querySelector("[data-note-help]").hidden = false;
  for (const area of here.querySelectorAll("[data-note-text]")) {
    mention(area, names);
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(area.parentElement.querySelector("button[formaction]"));
    });
  }
  for (const quote of here.querySelectorAll("[data-passage]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "thread__find";
    button.title = words.findPassage;
    quote.replaceWith(button);
    button.append(quote);
    button.addEventListener("click", () => say("go", { id: button.closest("[data-note]").dataset.note }));
  }
  here.querySelector("[data-note-drop]").addEventListener("click", () => {
    speakOf(null);
    here.querySelector("#note-text").focus();
  });
  for (const name of ["input", "change"]) here.addEventListener(name, (event) => event.stopPropagation()); // not the story's
  showMarks();
}

/** Put the newer panel in place of this one, with what is typed elsewhere in it; `sent` is the area that was taken. */
function replace(html, sent) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const newer = template.content.querySelector("[data-notes]");
  if (!newer) return null;
  const kept = drafts().filter((area) => area.id !== sent).map((area) => [area.id, area.value]);
  const about = sent === "note-text" ? [] : passage().map((field) => [field.name, field.value]);
  const opened = threads().filter((thread) => thread.querySelector(".thread__do details")?.open).map((thread) => thread.dataset.note);
  const unfolded = panel().querySelector(".notes__settled")?.open;
  panel().replaceWith(newer);
  for (const [id, value] of kept) {
    const area = document.getElementById(id);
    if (area) area.value = value;
  }
  if (about.length && about[0][1]) speakOf(Object.fromEntries(about));
  for (const thread of threads()) {
    const answer = thread.querySelector(".thread__do details");
    if (answer && opened.includes(thread.dataset.note) && sent !== `note-text-${thread.dataset.note}`) answer.open = true;
  }
  if (unfolded) newer.querySelector(".notes__settled")?.setAttribute("open", "");
  dress();
  return newer;
}

async function send(button) {
  const area = button.parentElement.querySelector("[data-note-text]") ?? button.closest("details, [data-note-new]")?.querySelector("[data-note-text]");
  const body = new FormData(form, button);
  button.disabled = true;
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { "X-Part": "notes" } });
    if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
    const newer = answer.redirected ? null : replace(await answer.text(), answer.ok ? area?.id : undefined);
    if (!newer) throw new Error("not the panel");
    if (answer.status === 422) document.getElementById(area?.id)?.focus();
    else (newer.querySelector(".is-newest")?.closest("[data-note]") ?? document.getElementById(button.closest("[data-note]")?.id) ?? newer.querySelector("h2"))?.focus();
  } catch {
    panel().querySelector("[data-notes-said]").textContent = words.notesFailed;
    button.disabled = false;
  }
}

async function refresh() {
  if (document.hidden || panel().contains(document.activeElement)) return;
  try {
    const answer = await fetch(panel().dataset.source, { headers: { "X-Part": "notes" } });
    if (answer.ok && !answer.redirected && !panel().contains(document.activeElement)) replace(await answer.text());
  } catch {
    // the line is down; the next time will do
  }
}

if (form && panel()) {
  readingNotes([...document.querySelectorAll(".reading [data-note-field]")]);
  fieldNotes();
  document.addEventListener("notes:ask", showMarks);
  document.addEventListener("notes:enter", ({ detail }) => goTo(detail.id, detail.focus));
  document.addEventListener("notes:start", ({ detail }) => {
    speakOf(detail);
    const area = panel().querySelector("#note-text");
    area.scrollIntoView({ block: "center" });
    area.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (drafts().length) event.preventDefault();
  });
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, FRESH);
  dress();
  const asked = /^#note-(\d+)$/.exec(location.hash)?.[1];
  if (asked) goTo(asked, true);
}
