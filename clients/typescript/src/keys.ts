/** Keys that make a repeat harmless: what got no answer keeps its key when it is sent again. */

const HEADER = "Idempotency-Key";
const BROKEN = 500;
const IN_FLIGHT = 409;
const unanswered = new Map<string, string>();

/** Give a request the key of the same request before it, or a new one where that was answered. */
export async function sign(request: Request): Promise<void> {
  const what = `${request.url}\n${await request.clone().text()}`;
  const key = unanswered.get(what) ?? crypto.randomUUID();
  unanswered.set(what, key);
  request.headers.set(HEADER, key);
}

/** Forget the key of a request that was answered: the same form sent then is meant anew. */
export async function settle(request: Request, response: Response): Promise<void> {
  if (await isOpen(response)) return;
  const key = request.headers.get(HEADER);
  for (const [what, kept] of unanswered) if (kept === key) unanswered.delete(what);
}

/** Return whether nobody knows yet what came of it. */
async function isOpen(response: Response): Promise<boolean> {
  if (response.status !== IN_FLIGHT) return response.status >= BROKEN;
  const problem = (await response.clone().json()) as { code?: string };
  return problem.code === "idempotency_in_flight";
}
