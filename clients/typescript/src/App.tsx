/** The frame: who is signed in, where to go, and the page the address names. */

import { type ReactNode, useEffect, useState } from "react";

import { api, given } from "./api";
import { Contacts } from "./Contacts";
import { Dossier } from "./Dossier";
import { Loaded, useLoaded } from "./loading";
import { NewContact } from "./NewContact";
import { Accounts, Imports, Opportunities, Review, Tasks } from "./pages";

const PAGES: Record<string, [string, () => ReactNode]> = {
  "": ["Contacts", () => <Contacts />],
  new: ["New contact", () => <NewContact />],
  accounts: ["Accounts", () => <Accounts />],
  opportunities: ["Opportunities", () => <Opportunities />],
  tasks: ["Tasks", () => <Tasks />],
  imports: ["Imports", () => <Imports />],
  review: ["Review", () => <Review />],
};

function useAddress(): string {
  const read = () => window.location.hash.replace(/^#\/?/, "");
  const [address, setAddress] = useState(read);
  useEffect(() => {
    const follow = () => setAddress(read());
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return address;
}

export function App(): ReactNode {
  const address = useAddress();
  const [me] = useLoaded("me", async () => given(await api.GET("/api/v1/me/")));
  const [page = "", uid] = address.split("/");
  return (
    <Loaded state={me}>
      {(caller) => (
        <>
          <header>
            <strong>Velocity</strong>
            <nav aria-label="Main">
              {Object.entries(PAGES).map(([name, [title]]) => (
                <a key={name} href={`#/${name}`} aria-current={name === page ? "page" : undefined}>
                  {title}
                </a>
              ))}
            </nav>
            <span>{caller.name}</span>
          </header>
          <main>
            {page === "contacts" && uid !== undefined ? (
              <Dossier key={uid} uid={uid} />
            ) : (
              (PAGES[page]?.[1] ?? (() => <p role="alert">There is no such page.</p>))()
            )}
          </main>
        </>
      )}
    </Loaded>
  );
}
