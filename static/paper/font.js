// Loads the paper's own serif when the first paint is done and the line is idle, and never for readers who save data.
// A font that comes late waits for the next page, where the browser's cache has it at once: text never jumps.
const SOON = 200; // milliseconds
const EXTENDED = "U+0100-017F, U+018F, U+0218-021B, U+1E9E";

const { font, fontExtended } = document.querySelector("script[data-font]").dataset;
const saves = navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;
const whenIdle = window.requestIdleCallback ?? ((task) => setTimeout(task, 50));

async function dress() {
  const started = performance.now();
  const weights = { weight: "400 700" };
  const face = await new FontFace("Paper Serif", `url(${font})`, weights).load();
  if (performance.now() - started > SOON) return;
  document.fonts.add(face);
  document.fonts.add(new FontFace("Paper Serif", `url(${fontExtended})`, { ...weights, unicodeRange: EXTENDED }));
}

const reads = document.documentElement.lang !== "ar"; // it has no Arabic letters

if (reads && !saves) requestAnimationFrame(() => whenIdle(() => dress().catch(() => {})));
