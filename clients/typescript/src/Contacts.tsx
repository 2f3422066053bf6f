/** The list of contacts: searched, narrowed, page by page. */

import { type ReactNode, useState } from "react";

import { api, given, type Schemas } from "./api";
import { Loaded, useLoaded } from "./loading";

const LIFECYCLES: Schemas["Lifecycle"][] = ["lead", "prospect", "customer"];
const SHOWN = "uid,full_name,phone,lifecycle,owner,updated_at";

export function Contacts(): ReactNode {
  const [words, setWords] = useState("");
  const [lifecycle, setLifecycle] = useState<Schemas["Lifecycle"] | "">("");
  const [cursor, setCursor] = useState<string | null>(null);
  const query = {
    limit: 20,
    fields: SHOWN,
    ...(words === "" ? {} : { q: words }),
    ...(lifecycle === "" ? {} : { lifecycle }),
    ...(cursor === null ? {} : { cursor }),
  };
  const [page] = useLoaded(JSON.stringify(query), async () =>
    given(await api.GET("/api/v1/contacts/", { params: { query } })),
  );
  return (
    <section aria-labelledby="title">
      <h1 id="title">Contacts</h1>
      <form onSubmit={(event) => event.preventDefault()}>
        <label>
          Search
          <input
            type="search"
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              setCursor(null);
            }}
          />
        </label>
        <label>
          Lifecycle
          <select
            value={lifecycle}
            onChange={(event) => {
              setLifecycle(event.target.value as Schemas["Lifecycle"] | "");
              setCursor(null);
            }}
          >
            <option value="">All</option>
            {LIFECYCLES.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      </form>
      <Loaded state={page}>
        {(found) => (
          <>
            <table>
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Phone</th>
                  <th>Lifecycle</th>
                </tr>
              </thead>
              <tbody>
                {found.results.map((contact) => (
                  <tr key={contact.uid}>
                    <td>
                      <a href={`#/contacts/${contact.uid}`}>{contact.full_name}</a>
                    </td>
                    <td>{contact.phone}</td>
                    <td>{contact.lifecycle}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {found.results.length === 0 && <p>Nobody fits; take a filter away.</p>}
            <p>
              <button disabled={found.previous === null} onClick={() => setCursor(found.previous)}>
                Previous
              </button>
              <button disabled={found.next === null} onClick={() => setCursor(found.next)}>
                Next
              </button>
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}
