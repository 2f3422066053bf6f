/** The quick start of docs/api-quickstart.md: read a list and a dossier, follow the feed, propose a change. */

import createClient from "openapi-fetch";

import type { paths } from "../src/schema";

declare const process: { env: Record<string, string | undefined> };

const api = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl: process.env["CRM"] ?? "http://127.0.0.1:8000",
  headers: { Authorization: `Bearer ${process.env["TOKEN"] ?? ""}` },
});

const list = await api.GET("/api/v1/contacts/", { params: { query: { limit: 1 } } });
const contact = list.data?.results[0];
if (contact === undefined) throw new Error(list.error?.detail ?? "there is no contact yet");

const dossier = await api.GET("/api/v1/contacts/{uid}/360/", {
  params: { path: { uid: contact.uid } },
});
const changes = await api.GET("/api/v1/changes/", { params: { query: { limit: 10 } } });

const proposal = await api.POST("/api/v1/proposals/", {
  params: { header: { "Idempotency-Key": crypto.randomUUID() } },
  body: {
    kind: "contact.update",
    title: "Occupation as found by the quick start",
    items: [
      {
        op: "update",
        target_type: "contact",
        target_uid: contact.uid,
        base_version: contact.version,
        after: { occupation: "Architect" },
      },
    ],
  },
});
if (proposal.error !== undefined) throw new Error(proposal.error.detail);

console.log(
  JSON.stringify({
    contact: contact.full_name,
    sections: Object.keys(dossier.data?.sections ?? {}).length,
    cursor: changes.data?.next,
    proposal: proposal.data.state,
  }),
);
