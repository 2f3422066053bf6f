/** The lists beside the contacts: accounts, opportunities, tasks, imports, the review queue. */

import { type ReactNode, useState } from "react";

import { api, ApiError, given, type Schemas } from "./api";
import { Loaded, useLoaded } from "./loading";

/** A page with a title and a table; empty tables say what to do next. */
function Table(props: {
  title: string;
  columns: string[];
  empty: string;
  rows: { key: string; cells: ReactNode[] }[];
}): ReactNode {
  return (
    <section aria-labelledby="title">
      <h1 id="title">{props.title}</h1>
      {props.rows.length === 0 && <p>{props.empty}</p>}
      <table>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((cell, number) => (
                <td key={props.columns[number]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Accounts(): ReactNode {
  const [page] = useLoaded("accounts", async () => given(await api.GET("/api/v1/accounts/")));
  return (
    <Loaded state={page}>
      {({ results }) => (
        <Table
          title="Accounts"
          columns={["Name", "Kind", "City"]}
          empty="No account yet; import some."
          rows={results.map((row) => ({
            key: row.uid,
            cells: [row.display_name, row.kind, row.city],
          }))}
        />
      )}
    </Loaded>
  );
}

function money(value: Schemas["Money"] | null | undefined): string {
  return value ? `${value.currency} ${value.amount}` : "";
}

export function Opportunities(): ReactNode {
  const [stages] = useLoaded("pipelines", async () => given(await api.GET("/api/v1/pipelines/")));
  const [page, reload] = useLoaded("opportunities", async () =>
    given(await api.GET("/api/v1/opportunities/")),
  );
  const [problem, setProblem] = useState("");

  async function move(uid: string, to: string): Promise<void> {
    const { error } = await api.POST("/api/v1/opportunities/{uid}/transition/", {
      params: { path: { uid } },
      body: { to },
    });
    setProblem(error?.detail ?? "");
    reload();
  }

  const after = (stage: string): string[] =>
    typeof stages === "object" && "data" in stages
      ? (stages.data.results
          .flatMap((pipeline) => pipeline.stages)
          .find((each) => each.code === stage)?.moves_to ?? [])
      : [];
  return (
    <Loaded state={page}>
      {({ results }) => (
        <>
          {problem !== "" && <p role="alert">{problem}</p>}
          <Table
            title="Opportunities"
            columns={["Name", "Client", "Stage", "Amount", "Move to"]}
            empty="No deal yet; open one from a contact."
            rows={results.map((row) => ({
              key: row.uid,
              cells: [
                row.name,
                <a href={`#/contacts/${String(row.primary_contact)}`}>{row.contact_name}</a>,
                row.stage_name,
                money(row.amount),
                <select
                  aria-label={`Move ${row.name}`}
                  value=""
                  onChange={(event) => void move(row.uid, event.target.value)}
                >
                  <option value="">…</option>
                  {after(row.stage).map((stage) => (
                    <option key={stage}>{stage}</option>
                  ))}
                </select>,
              ],
            }))}
          />
        </>
      )}
    </Loaded>
  );
}

export function Tasks(): ReactNode {
  const query = { status: "open" as const };
  const [page, reload] = useLoaded("tasks", async () =>
    given(await api.GET("/api/v1/tasks/", { params: { query } })),
  );

  async function complete(uid: string): Promise<void> {
    given(await api.POST("/api/v1/tasks/{uid}/complete/", { params: { path: { uid } } }));
    reload();
  }

  return (
    <Loaded state={page}>
      {({ results }) => (
        <Table
          title="Tasks"
          columns={["Task", "Client", "Due", ""]}
          empty="Nothing to do."
          rows={results.map((row) => ({
            key: row.uid,
            cells: [
              row.title,
              row.contact_name,
              row.due_at?.slice(0, 10),
              <button onClick={() => void complete(row.uid)}>Done: {row.title}</button>,
            ],
          }))}
        />
      )}
    </Loaded>
  );
}

/** Counts in words: `2 created, 1 known`. */
function said(counts: unknown): string {
  const known = Object.entries((counts ?? {}) as Record<string, unknown>);
  return known.map(([name, number]) => `${String(number)} ${name}`).join(", ");
}

export function Imports(): ReactNode {
  const [page] = useLoaded("imports", async () => given(await api.GET("/api/v1/imports/")));
  return (
    <Loaded state={page}>
      {({ results }) => (
        <Table
          title="Imports"
          columns={["File", "State", "Progress"]}
          empty="No file yet; bring one on the site."
          rows={results.map((row) => ({
            key: row.uid,
            cells: [row.filename, row.state, said(row.counts)],
          }))}
        />
      )}
    </Loaded>
  );
}

export function Review(): ReactNode {
  const query = { to_approve: true };
  const [page, reload] = useLoaded("review", async () =>
    given(await api.GET("/api/v1/proposals/", { params: { query } })),
  );
  const [problem, setProblem] = useState("");

  async function approve(row: Schemas["ProposalList"]): Promise<void> {
    const { uid, revision, content_hash } = row;
    try {
      given(
        await api.POST("/api/v1/proposals/{uid}/approve/", {
          params: { path: { uid } },
          body: { revision, content_hash },
        }),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.problem.detail);
    }
    reload();
  }

  return (
    <Loaded state={page}>
      {({ results }) => (
        <>
          {problem !== "" && <p role="alert">{problem}</p>}
          <Table
            title="Review"
            columns={["Proposal", "By", "Kind", ""]}
            empty="Nothing waits for you."
            rows={results.map((row) => ({
              key: row.uid,
              cells: [
                row.title,
                row.proposer,
                row.kind,
                <button onClick={() => void approve(row)}>Approve: {row.title}</button>,
              ],
            }))}
          />
        </>
      )}
    </Loaded>
  );
}
