/* A request that failed says so, and what was being written is put back when the page opens again. */

const KEPT = "velocity-draft";
const LOGGED_OUT = 401;

const said = {
  401: ["Your session has ended. What you typed is kept.", "Log in and come back"],
  403: ["This was refused, and nothing was saved. What you typed is kept.", "Load the page again"],
  404: ["This is not here any more.", "Load the page again"],
};
const BROKEN = ["Something went wrong on our side, and nothing was saved. What you typed is kept; try again.", ""];
const UNREACHED = ["The server cannot be reached. What you typed is kept; try again once you are online.", ""];

const here = () => location.pathname + location.search + location.hash;

const show = ([words, way], status) => {
  document.querySelector(".banner.failure")?.remove();
  const banner = document.createElement("div");
  banner.className = "banner red failure no-print";
  banner.setAttribute("role", "alert");
  const text = document.createElement("span");
  text.className = "grow";
  text.textContent = words;
  banner.append(text);
  if (way) {
    const link = document.createElement("a");
    const logIn = document.body.dataset.logIn;
    link.href = status === LOGGED_OUT ? `${logIn}?next=${encodeURIComponent(here())}` : location.pathname + location.search;
    link.textContent = way;
    banner.append(link);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "linklike";
  close.textContent = "Close";
  close.addEventListener("click", () => banner.remove());
  banner.append(close);
  document.body.append(banner);
};

/* what people write in: no hidden fields, no passwords */
const written = (form) =>
  [...form.elements].filter((each) => each.name && each.matches("textarea, select, input:not([type=hidden], [type=password], [type=file])"));

const keep = (form) => {
  const fields = written(form).map((each) => [each.name, each.value, each.checked === true]);
  if (!fields.length || !form.getAttribute("hx-post")) return;
  const draft = { path: location.pathname, person: document.body.dataset.person, form: form.getAttribute("hx-post"), fields };
  sessionStorage.setItem(KEPT, JSON.stringify(draft));
};

const putBack = () => {
  const { path, person, form: address, fields } = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  const who = document.body.dataset.person;
  if (!path || !who || (who === person && path !== location.pathname)) return;
  sessionStorage.removeItem(KEPT);  /* one time, and never before somebody else */
  const form = who === person && document.querySelector(`form[hx-post="${CSS.escape(address)}"]`);
  if (!form) return;
  for (const [name, value, checked] of fields) {
    const field = written(form).find((each) => each.name === name);
    if (!field) continue;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = checked;
    else field.value = value;
  }
  const holder = form.closest("details");
  if (holder) holder.open = true;
  written(form)[0]?.focus();
};

const failed = (event, words, status) => {
  const form = event.detail.elt?.closest?.("form");
  if (form) keep(form);
  show(words, status);
};

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  failed(event, said[status] ?? BROKEN, status);
});
for (const type of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(type, (event) => failed(event, UNREACHED, 0));
}
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.querySelector(".banner.failure")?.remove();
});

putBack();
