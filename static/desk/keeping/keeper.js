// Nothing typed is lost: what changed goes to the server while somebody types, one message at a time, and into this
// browser as long as it has not arrived there.
import { words } from "../editor/element.js";
import { atMost, clear, Copies } from "./copies.js";
import { changed, read } from "./fields.js";
import { Line } from "./line.js";
import { Saying } from "./saying.js";

const CALM = 2000; // after the last key
const AT_THE_LATEST = 10_000;
const COPY = 150;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60_000;
const SIGNED_OUT_WAIT = 10_000;
const LARGEST_LAST_WORD = 60_000; // a browser sends no more when a page is closed

const value = (form, name) => form.elements.namedItem(name)?.value ?? "";

class Keeper {
  constructor(form) {
    const { keep, person, story, copyKey } = form.dataset;
    this.form = form;
    this.page = value(form, "page");
    this.turn = Number(value(form, "turn"));
    this.line = new Line(keep, person, value(form, "csrfmiddlewaretoken"));
    this.copies = crypto.subtle ? new Copies(person, story, copyKey) : null;
    this.saying = new Saying();
    this.first = this.sent = form.hasAttribute("data-unkept") ? {} : read(form);
    this.kept = 0; // the last turn that the server has
    this.wait = FIRST_WAIT;
    this.copied = Promise.resolve();
  }

  begin() {
    this.form.addEventListener("input", () => this.note());
    this.form.addEventListener("change", () => this.note());
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.soon(0));
    addEventListener("offline", () => this.offline());
    addEventListener("focus", () => this.why && this.soon(0));
    addEventListener("pagehide", () => this.lastWord());
    addEventListener("pageshow", ({ persisted }) => persisted && this.note());
    navigator.locks?.request(`desk-page-${this.page}`, () => new Promise(() => {}));
    if (this.form.hasAttribute("data-unkept")) this.note();
    this.takeUp();
  }

  get typed() {
    return changed(this.sent, read(this.form));
  }

  get isKept() {
    return !this.why && !this.waiting && !this.sending;
  }

  // Typing ----------------------------------------------------------------------------------------

  note() {
    const now = Date.now();
    if (this.leaving) this.turn += 1; // the save under way has a turn of its own, and does not hold this
    this.leaving = false;
    this.waiting ??= now;
    this.lastKey = now;
    this.copyTimer ??= setTimeout(() => this.copy().then(() => this.copyTimer || this.sayWhy()), COPY);
    this.saying.say("waiting", "");
    if (!this.why || this.why === "refused") this.soon(Math.max(0, Math.min(CALM, this.waiting + AT_THE_LATEST - now)));
  }

  /** Everything this page has that may not be on the server, as one copy. */
  copy() {
    clearTimeout(this.copyTimer);
    this.copyTimer = null;
    if (!this.copies) return this.copied;
    const fields = changed(this.first, read(this.form));
    const copy = { fields, turn: this.turn + 1, ...this.opened() };
    this.copied = this.copied
      .then(() => (Object.keys(fields).length ? this.copies.put(this.page, copy) : undefined))
      .then(() => (this.hasCopy = true))
      .catch(() => (this.hasCopy = false));
    return this.copied;
  }

  // Sending ---------------------------------------------------------------------------------------

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.sending || this.leaving) return;
    const now = read(this.form);
    const fields = changed(this.sent, now);
    const some = Object.keys(fields).length > 0;
    if (!some && !this.why) {
      this.settled();
      return;
    }
    this.sending = true;
    const since = this.waiting;
    this.waiting = null;
    const answer = await (some ? this.line.send(this.message(fields)) : this.line.ask());
    this.sending = false;
    if (this.leaving) return;
    if (answer.data?.again) this.again();
    else if (answer.status === 200) this.arrived(now, answer.data);
    else await this.failed(answer, since);
  }

  message(fields) {
    this.turn += 1;
    const { page, turn, kept } = this;
    return { page, turn, after: kept, fields, ...this.opened(kept === 0) };
  }

  /** What the page was opened on, and when it sends for the first time also what it showed beside the text. */
  opened(first = true) {
    const seen = first ? { seen: JSON.parse(value(this.form, "opened_with") || "{}") } : {};
    return { opened_on: Number(value(this.form, "opened_on")), instead_of: value(this.form, "instead_of"), ...seen };
  }

  again() {
    this.sent = this.first;
    this.kept = 0;
    this.waiting ??= Date.now();
    this.soon(0);
  }

  arrived(now, { at }) {
    this.sent = now;
    this.kept = this.turn;
    this.why = null;
    this.wait = FIRST_WAIT;
    this.at = at ?? this.at;
    if (this.waiting) this.soon(CALM);
    else this.settled();
  }

  settled() {
    this.waiting = null;
    if (this.at) this.saying.say("kept", words.kept.replace("{clock}", this.at));
    else this.saying.asBefore();
    if (!this.copies || !this.hasCopy) return;
    clearTimeout(this.copyTimer);
    this.copyTimer = null;
    this.hasCopy = false;
    this.copied = this.copied.then(() => this.copies.drop(this.page)).catch(() => {});
  }

  async failed({ why, data }, since) {
    this.waiting ??= since;
    this.why = why === "down" || why === "signedOut" ? why : "refused";
    this.refusal = data?.sentence;
    await this.copy();
    this.sayWhy();
    this.soon(this.why === "signedOut" ? SIGNED_OUT_WAIT : this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  async offline() {
    this.why = "down";
    await this.copy();
    this.sayWhy();
    this.soon(this.wait);
  }

  sayWhy() {
    if (this.why === "signedOut") this.saying.sayWithWayIn("signed-out", words.signedOut, words.signIn);
    else if (this.why === "refused") this.saying.say("refused", this.refusal ?? words.notKept);
    else if (this.why && !Object.keys(this.typed).length) this.saying.say("local", words.noLine);
    else if (this.why) this.saying.say("local", this.hasCopy ? words.keptLocally : words.notKept);
  }

  // Leaving ---------------------------------------------------------------------------------------

  /** A save is sent only when what it holds is on this computer's disk: its answer may never come. */
  submit(event) {
    if (this.leaving) return;
    const by = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.leaving = true;
    clearTimeout(this.timer);
    this.form.elements.namedItem("turn").value = this.turn + 1; // as the copy has it that this save holds
    // In a task of its own: while this event is still on its way, a form does not let itself be sent again.
    atMost(1000, this.copy()).then(() => setTimeout(() => this.goOrStay(by)));
  }

  /** Without a line the browser would put a page of its own in place of the text: the writer stays with it. */
  async goOrStay(by) {
    const isDown = this.why === "down" && (await this.line.ask()).why === "down";
    if (!isDown) return this.form.requestSubmit(by);
    this.leaving = false;
    this.waiting ??= Date.now();
    this.saying.say("no-save", words.noSave);
    this.soon(this.wait);
  }

  lastWord() {
    if (this.leaving) return;
    const { typed } = this;
    if (!Object.keys(typed).length) return;
    if (JSON.stringify(typed).length < LARGEST_LAST_WORD) this.line.post(this.message(typed), { keepalive: true, signal: undefined });
  }

  // Coming back -----------------------------------------------------------------------------------

  /** What an earlier page left in this browser goes to the server, which offers it on this page. */
  async takeUp() {
    if (!this.copies) return;
    try {
      await clear();
      const held = await navigator.locks.query();
      const open = new Set(held.held.map(({ name }) => name.replace("desk-page-", "")));
      let offered = false;
      for (const { page, ...typed } of await this.copies.left(open)) {
        const { status, data } = await this.line.send({ page, after: 0, ...typed });
        if (status !== 200) continue;
        await this.copies.drop(page);
        offered ||= data.kept;
      }
      if (offered) await this.showOffers();
    } catch {
      // A browser that keeps nothing has nothing to bring back.
    }
  }

  async showOffers() {
    const answer = await fetch(location.href);
    const offers = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-offers]");
    if (offers) document.querySelector("[data-offers]")?.replaceWith(offers);
  }
}

/** Keeps what is typed in `form`; `isKept` says whether the server has all of it. */
export function keeper(form) {
  const one = new Keeper(form);
  one.begin();
  return one;
}
