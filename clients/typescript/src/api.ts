/** The API as this client calls it: typed by the committed description, signed by the session. */

import createClient, { type Middleware } from "openapi-fetch";

import { settle, sign } from "./keys";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Writes carry the CSRF token of the site's cookie, and new ones a key for their repeats. */
const signing: Middleware = {
  async onRequest({ request }) {
    if (SAFE.has(request.method)) return request;
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (token !== undefined) request.headers.set("X-CSRFToken", token);
    if (request.method === "POST") await sign(request);
    return request;
  },
  async onResponse({ request, response }) {
    if (request.method === "POST") await settle(request, response);
  },
};

// whole records: who asks for `?fields=` or `?as_of=` gets parts, under another content type
export const api = createClient<paths, "application/json" | "application/problem+json">({ credentials: "same-origin" });
api.use(signing);

/** An answer that is a problem, with the status it came with. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** Return the data of an answer; throws ApiError for a problem. */
export function given<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.error !== undefined) throw new ApiError(answer.error);
  return answer.data as T;
}

/** Send a visitor nobody knows to the sign-in page of the site; it comes back here. */
export function signIn(): void {
  window.location.assign(`/login/?next=${encodeURIComponent("/")}`);
}
