// How long the story is: its words, and the minutes they take.
import { words } from "./element.js";

const WORDS_A_MINUTE = 230;

function count(text, language) {
  const segments = new Intl.Segmenter(language || undefined, { granularity: "word" }).segment(text);
  let found = 0;
  for (const segment of segments) if (segment.isWordLike) found += 1;
  return found;
}

export function meter(editor, place) {
  const language = () => document.getElementById("id_language")?.value;
  const show = () => {
    const { doc } = editor.state;
    const found = count(doc.textBetween(0, doc.content.size, " ", " "), language());
    const minutes = Math.max(1, Math.round(found / WORDS_A_MINUTE));
    place.textContent = `${words.wordCount.replace("{words}", found)} · ${words.minutes.replace("{minutes}", minutes)}`;
  };
  place.hidden = false;
  editor.on("update", show);
  show();
}
