/** Everything about one client, and the form that changes them. */

import { type ReactNode, useState } from "react";

import { api, given, type Schemas } from "./api";
import { EditContact } from "./EditContact";
import { Loaded, useLoaded } from "./loading";

export function Dossier({ uid }: { uid: string }): ReactNode {
  const path = { params: { path: { uid } } };
  const [dossier, reload] = useLoaded(uid, async () =>
    given(await api.GET("/api/v1/contacts/{uid}/360/", path)),
  );
  const [editing, setEditing] = useState(false);
  return (
    <Loaded state={dossier}>
      {(found) => (
        <article>
          <h1>{found.contact.full_name}</h1>
          <p>
            {found.contact.phone} · {found.contact.lifecycle} · version {found.contact.version}
          </p>
          {found.partial && <p role="alert">Some sections could not be read.</p>}
          {editing ? (
            <EditContact
              uid={uid}
              onDone={() => {
                setEditing(false);
                reload();
              }}
            />
          ) : (
            <button onClick={() => setEditing(true)}>Edit</button>
          )}
          <div className="sections">
            {Object.entries(found.sections).map(([name, section]) => (
              <Section key={name} name={name} section={section} />
            ))}
          </div>
        </article>
      )}
    </Loaded>
  );
}

function Section({ name, section }: { name: string; section: Schemas["Section"] }): ReactNode {
  const title = name.replaceAll("_", " ");
  return (
    <details open={section.status === "ok"} data-section={name}>
      <summary>
        {title} <small>{section.status}</small>
      </summary>
      {section.reason !== undefined && <p>{section.reason}</p>}
      {section.data !== undefined && section.data !== null && (
        <pre>{JSON.stringify(section.data, null, 1)}</pre>
      )}
    </details>
  );
}
