// Talking to the server: answers with what became of it, and never throws.

const PATIENCE = 20_000;

/** What came back: `data` where the server answered with sense; else why not: `down`, `signedOut` or `token`. */
async function call(url, options) {
  let answer;
  try {
    answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options });
  } catch {
    return { why: "down" };
  }
  if (answer.type === "opaqueredirect") return { why: "signedOut" };
  if (answer.status >= 500) return { why: "down" };
  if (!answer.headers.get("Content-Type")?.includes("json")) return { why: "token" };
  try {
    return { status: answer.status, data: await answer.json() };
  } catch {
    return { why: "down" };
  }
}

/** A line to one story for one person; it gets a new token by itself after they signed in again. */
export class Line {
  constructor(url, person, token, tokensAt = url) {
    this.url = url;
    this.tokensAt = tokensAt;
    this.person = Number(person);
    this.token = token;
  }

  async send(data, options = {}) {
    const answer = await this.post(data, options);
    if (answer.why !== "token") return answer;
    const { data: fresh, why } = await this.ask();
    return fresh ? this.post(data, options) : { why: why === "token" ? "signedOut" : why };
  }

  /** Whether somebody answers, without sending anything. */
  async ask() {
    const answer = await call(this.tokensAt, {});
    this.token = answer.data?.token ?? this.token;
    return answer;
  }

  post(data, options) {
    return call(this.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({ person: this.person, ...data }),
      ...options,
    });
  }
}
