/* Keys of the review pages; everything works without them. */

const busy = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented ||
  event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");

const lines = () => [...document.querySelectorAll("[data-line] th a")];

const move = (step) => {
  const all = lines();
  const here = all.indexOf(document.activeElement);
  all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step))]?.focus();
};

const open = (key) => {
  const thing = document.querySelector(`[data-key="${key}"]`);
  if (!thing) return;
  if (thing.matches("details")) {
    thing.open = true;
    thing.querySelector("textarea").focus();
    return;
  }
  const missing = thing.form?.querySelector(":invalid");
  if (missing) missing.focus();
  else thing.click();
};

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => open("a"),
  r: () => open("r"),
  s: () => open("s"),
  u: () => open("u"),
  "?": () => document.querySelector("#keyboard").showModal(),
};

document.addEventListener("keydown", (event) => {
  const act = keys[event.key];
  if (!act || event.repeat || busy(event)) return;
  event.preventDefault();
  act();
});

/* a refusal is a page too: show it */
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 403, 409].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

/* the next one begins at its subject, a refusal at its words */
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "review") return;
  const start = document.querySelector("#review .refused") ?? document.querySelector("#subject");
  start?.focus({ preventScroll: true });
  scrollTo(0, 0);
});
