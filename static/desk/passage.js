// Where a remark belongs: words and their neighbours, found again in a text that was edited. As articles/anchors.py.

const AROUND = 64;
const ENOUGH = 0.6;

/** One string of all blocks, every space single, with the place of each letter. `blocks`: [[{text, place(i)}, …], …]. */
export function chart(blocks) {
  const map = { whole: "", places: [], starts: [] };
  const put = (letter, place) => {
    map.whole += letter;
    map.places.push(place);
  };
  for (const pieces of blocks) {
    map.starts.push(map.whole.length);
    for (const { text, place } of pieces) {
      for (let i = 0; i < text.length; i += 1) {
        const blank = /\s/.test(text[i]);
        if (!blank) put(text[i], place(i));
        else if (map.whole.length > map.starts.at(-1) && !map.whole.endsWith(" ")) put(" ", place(i));
      }
    }
    if (!map.whole.endsWith(" ")) put(" ", null);
  }
  return map;
}

/** The passage from letter `start` to before `end`, as the server keeps it; null when it has no words. */
export function anchorOf({ whole, starts }, start, end) {
  const quote = whole.slice(start, end).trim();
  if (!quote) return null;
  const block = Math.max(0, starts.findLastIndex((begins) => begins <= start));
  return { quote, prefix: whole.slice(Math.max(0, start - AROUND), start), suffix: whole.slice(end, end + AROUND), block };
}

/** [start, end] of the passage now, or null when it is gone. */
export function find(anchor, map) {
  if (!anchor.quote) return null;
  const places = [];
  for (let at = map.whole.indexOf(anchor.quote); at >= 0 && places.length < 200; at = map.whole.indexOf(anchor.quote, at + 1)) places.push(at);
  if (places.length) {
    const expected = map.starts[Math.min(anchor.block, map.starts.length - 1)] ?? 0;
    const worth = (at) => alike(anchor, map.whole, at) - Math.abs(at - expected) / 1e6;
    const best = places.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    return [best, best + anchor.quote.length];
  }
  return between(anchor, map.whole);
}

function alike({ quote, prefix, suffix }, whole, at) {
  const before = shared([...whole.slice(0, at).trimEnd()].reverse(), [...prefix.trimEnd()].reverse());
  return before + shared([...whole.slice(at + quote.length).trimStart()], [...suffix.trimStart()]);
}

function shared(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}

function between({ quote, prefix, suffix }, whole) {
  for (const size of [AROUND, 24, 12]) {
    const before = prefix.slice(-size).trim();
    const after = suffix.slice(0, size).trim();
    const found = before ? whole.indexOf(before) : 0;
    if (found < 0) continue;
    const start = found + before.length;
    const end = after ? whole.indexOf(after, start) : Math.min(whole.length, start + 2 * quote.length);
    if (end <= start || end - start > 3 * quote.length + 40) continue;
    if (likeness(quote, whole.slice(start, end).trim()) >= ENOUGH) return [start + (whole[start] === " " ? 1 : 0), end];
  }
  return null;
}

function likeness(one, other) {
  const pairs = new Map();
  for (let i = 0; i < one.length - 1; i += 1) pairs.set(one.slice(i, i + 2), (pairs.get(one.slice(i, i + 2)) ?? 0) + 1);
  let both = 0;
  for (let i = 0; i < other.length - 1; i += 1) {
    const left = pairs.get(other.slice(i, i + 2)) ?? 0;
    if (left) both += 1;
    pairs.set(other.slice(i, i + 2), left - 1);
  }
  return (2 * both) / Math.max(1, one.length + other.length - 2);
}
