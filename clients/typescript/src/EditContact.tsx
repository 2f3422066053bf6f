/** A change with If-Match: when somebody was faster, both sides are shown and one is chosen. */

import { type FormEvent, type ReactNode, useState } from "react";

import { api, given, type Problem, type Schemas } from "./api";
import { Loaded, useLoaded } from "./loading";

const FIELDS = ["occupation", "company_name", "location_preference"] as const;
type Field = (typeof FIELDS)[number];
type Draft = Partial<Record<Field, string>>;
type Conflict = Schemas["Conflict"];
interface Base {
  contact: Schemas["Contact"];
  etag: string;
}

export function EditContact({ uid, onDone }: { uid: string; onDone: () => void }): ReactNode {
  const [base, reload] = useLoaded(`edit ${uid}`, () => read(uid));
  const [draft, setDraft] = useState<Draft>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  // what the conflicts shown are with; the record itself may still be on its way here
  const [seen, setSeen] = useState<string | null>(null);

  async function save(event: FormEvent, { contact, etag }: Base): Promise<void> {
    event.preventDefault();
    const { error } = await api.PATCH("/api/v1/contacts/{uid}/", {
      params: { path: { uid: contact.uid }, header: { "If-Match": seen ?? etag } },
      body: draft,
    });
    if (error === undefined) return onDone();
    setProblem(error);
    if (error.code === "version_conflict") {
      setSeen(`"${String(error.current_version)}"`);
      reload();
    }
  }

  function choose(conflict: Conflict, theirs: boolean): void {
    const { [conflict.field as Field]: mine, ...rest } = draft;
    setDraft(theirs ? rest : { ...rest, [conflict.field]: mine });
    setProblem((before) => without(before, conflict));
  }

  return (
    <Loaded state={base}>
      {(now) => (
        <form aria-label="Edit contact" onSubmit={(event) => void save(event, now)}>
          {FIELDS.map((field) => (
            <label key={field}>
              {field.replaceAll("_", " ")}
              <input
                name={field}
                value={draft[field] ?? now.contact[field] ?? ""}
                onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
              />
            </label>
          ))}
          {problem !== null && <p role="alert">{problem.detail}</p>}
          {problem?.conflicts
            ?.filter((conflict) => conflict.field in draft)
            .map((conflict) => (
              <fieldset key={conflict.field}>
                <legend>{conflict.field.replaceAll("_", " ")} was changed by somebody else</legend>
                <button type="button" onClick={() => choose(conflict, true)}>
                  Take theirs: {String(conflict.current)}
                </button>
                <button type="button" onClick={() => choose(conflict, false)}>
                  Keep mine: {String(conflict.proposed)}
                </button>
              </fieldset>
            ))}
          <button type="submit">Save</button>
          <button type="button" onClick={onDone}>
            Cancel
          </button>
        </form>
      )}
    </Loaded>
  );
}

/** Read a contact with the tag a change of it is based on. */
async function read(uid: string): Promise<Base> {
  const answer = await api.GET("/api/v1/contacts/{uid}/", { params: { path: { uid } } });
  return { contact: given(answer), etag: answer.response.headers.get("ETag") ?? "" };
}

/** Return the problem without a conflict that is decided; none when it was the last. */
function without(problem: Problem | null, decided: Conflict): Problem | null {
  if (problem?.conflicts === undefined) return null;
  const conflicts = problem.conflicts.filter((each) => each.field !== decided.field);
  return conflicts.length > 0 ? { ...problem, conflicts } : null;
}
