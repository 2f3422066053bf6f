/** Reading from the API while a page is shown. */

import { type ReactNode, useEffect, useState } from "react";

import { ApiError, signIn } from "./api";

type State<T> = { data: T } | { error: Error } | "loading";

/** Read once for every value of `key`, and again when `reload` is called. */
export function useLoaded<T>(key: string, read: () => Promise<T>): [State<T>, () => void] {
  const [state, setState] = useState<State<T>>("loading");
  const [round, setRound] = useState(0);
  useEffect(() => {
    let stale = false;
    read().then(
      (data) => !stale && setState({ data }),
      (error: unknown) => !stale && setState({ error: error as Error }),
    );
    return () => {
      stale = true;
    };
    // `read` is made anew at every render; what it reads is named by `key`
  }, [key, round]);
  return [state, () => setRound((number) => number + 1)];
}

/** Show what was read, or why not; strangers are sent to sign in. */
export function Loaded<T>(props: { state: State<T>; children: (data: T) => ReactNode }): ReactNode {
  const { state } = props;
  if (state === "loading") return <p role="status">Loading …</p>;
  if ("data" in state) return props.children(state.data);
  if (state.error instanceof ApiError && state.error.problem.status === 401) {
    signIn();
    return <p role="status">Signing in …</p>;
  }
  return <p role="alert">{state.error.message}</p>;
}
