// Copies of unsaved text in this browser, for when the line is down. Each is locked with a key that the server gives
// only to the person who typed it, so that nobody else at this computer can read it.

const SHELF = "desk-copies";
const DAYS = 30;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function shelf() {
  const opening = indexedDB.open(SHELF, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("copies", { keyPath: "page" });
  return asked(opening);
}

/** Runs `act` on the shelf and waits until what it wrote is on the disk. */
async function withShelf(mode, act) {
  const database = await shelf();
  try {
    const transaction = database.transaction("copies", mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const result = await act(transaction.objectStore("copies"));
    await done;
    return result;
  } finally {
    database.close();
  }
}

async function keyFrom(hex) {
  const bytes = Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The copies of one person and story. */
export class Copies {
  constructor(person, story, hex) {
    this.person = Number(person);
    this.story = story;
    this.key = keyFrom(hex);
  }

  async put(page, typed) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(typed));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await this.key, text);
    const { person, story } = this;
    await withShelf("readwrite", (copies) => asked(copies.put({ page, person, story, at: Date.now(), nonce, locked })));
  }

  async drop(page) {
    await withShelf("readwrite", (copies) => asked(copies.delete(page)));
  }

  /** What other pages of this story left here; pages that are still open keep theirs. */
  async left(open) {
    const all = await withShelf("readonly", (copies) => asked(copies.getAll()));
    const mine = all.filter((one) => one.person === this.person && one.story === this.story && !open.has(one.page));
    const found = [];
    for (const { page, nonce, locked } of mine) {
      try {
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, await this.key, locked);
        found.push({ page, ...JSON.parse(new TextDecoder().decode(text)) });
      } catch {
        // The newsroom's keys have changed since: nobody can read it any more.
      }
    }
    return found;
  }
}

/** Takes away what nobody came back for, and everything of `person` where one is given. */
export async function clear(person) {
  const old = Date.now() - DAYS * 24 * 3600 * 1000;
  await withShelf("readwrite", async (copies) => {
    for (const { page, at, person: whose } of await asked(copies.getAll())) {
      if (at < old || whose === person) copies.delete(page);
    }
  });
}

/** A promise that settles at the latest after `wait` milliseconds: keeping a copy must never hold a save up. */
export const atMost = (wait, promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, wait))]);
