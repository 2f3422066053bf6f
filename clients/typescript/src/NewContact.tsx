/** Somebody new: while they are typed, who is on record already, with reasons. */

import { type FormEvent, type ReactNode, useEffect, useState } from "react";

import { api, type Problem, type Schemas } from "./api";

type Person = { full_name: string; phone: string; email: string; company_name: string };
type Lookalike = Schemas["Lookalike"];

const NOBODY: Person = { full_name: "", phone: "", email: "", company_name: "" };
const LABELS: [keyof Person, string, string][] = [
  ["full_name", "Name", "text"],
  ["phone", "Phone", "tel"],
  ["email", "E-mail", "email"],
  ["company_name", "Company", "text"],
];
const PAUSE = 400; // milliseconds without a key before the server is asked
const MANY = 100;

export function NewContact(): ReactNode {
  const [person, setPerson] = useState(NOBODY);
  const [problem, setProblem] = useState<Problem | null>(null);
  const alike = useLookalikes(person);
  const known = problem?.code === "duplicate_identity";

  async function create(anyway: boolean): Promise<void> {
    const { data, error } = await api.POST("/api/v1/contacts/", {
      body: { ...asked(person), allow_duplicate_review: anyway },
    });
    if (error !== undefined) return setProblem(error);
    window.location.hash = `#/contacts/${data.uid}`;
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void create(false);
  }

  return (
    <section aria-labelledby="title">
      <h1 id="title">New contact</h1>
      <form aria-label="New contact" onSubmit={submit}>
        {LABELS.map(([name, label, type]) => (
          <label key={name}>
            {label}
            <input
              type={type}
              required={name === "full_name"}
              value={person[name]}
              onChange={(event) => {
                setPerson({ ...person, [name]: event.target.value });
                setProblem(null);
              }}
            />
          </label>
        ))}
        <button type="submit">Create</button>
      </form>
      {problem !== null && <p role="alert">{problem.detail}</p>}
      {known && (
        <button type="button" onClick={() => void create(true)}>
          Create all the same; reviewers will compare them
        </button>
      )}
      <div aria-live="polite">{alike.length > 0 && <Lookalikes people={alike} />}</div>
    </section>
  );
}

function Lookalikes({ people }: { people: Lookalike[] }): ReactNode {
  return (
    <>
      <h2>On record already?</h2>
      <ul>
        {people.map((each) => (
          <li key={each.uid}>
            <a href={`#/contacts/${each.uid}`}>{each.full_name}</a>{" "}
            {Math.round(each.score * MANY)} % likely: {each.reasons.join(", ")}
            {each.doubts.length > 0 && <>; against it: {each.doubts.join(", ")}</>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Return who may be the person typed; asked again when the typing pauses. */
function useLookalikes(person: Person): Lookalike[] {
  const [found, setFound] = useState<Lookalike[]>([]);
  useEffect(() => {
    let stale = false;
    const asking = setTimeout(async () => {
      if (Object.values(person).every((each) => each.trim() === "")) return setFound([]);
      // what cannot be asked, such as half an address, changes nothing that is shown
      const { data } = await api.POST("/api/v1/contacts/lookalikes/", { body: asked(person) });
      if (!stale && data !== undefined) setFound(data.results);
    }, PAUSE);
    return () => {
      stale = true;
      clearTimeout(asking);
    };
  }, [person]);
  return found;
}

function asked({ full_name, phone, email, company_name }: Person): Schemas["TypedPersonRequest"] {
  const points: Schemas["PointDraftRequest"][] = [];
  if (phone.trim() !== "") points.push({ kind: "phone", value: phone });
  if (email.trim() !== "") points.push({ kind: "email", value: email });
  return { full_name, company_name, points };
}
