/* Keys and ticks of the lists; every list works without this file. */

const busy = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented ||
  event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");

const lines = () => [...document.querySelectorAll("#results tbody tr:has(th a)")];
const ticks = () => [...document.querySelectorAll("#results input[name=uid]")];
const here = () => document.activeElement.closest("#results tbody tr");
const tickOf = (line) => line?.querySelector("input[name=uid]");
const form = () => document.querySelector("#bulk");

let last = null; /* the tick a range begins at */

/* the bar says how many; the list as a whole is asked about once its page is ticked */
const tell = () => {
  const all = ticks();
  const chosen = all.filter((each) => each.checked).length;
  const whole = chosen === all.length && chosen > 0;
  for (const part of document.querySelectorAll("[data-whole]")) {
    part.hidden = part.matches("button") ? whole || !all.length : !all.length;
    const box = part.querySelector("input");
    if (box) Object.assign(box, { checked: whole, indeterminate: chosen > 0 && !whole });
  }
  if (!form()) return;
  const every = form().querySelector("[name=all]");
  if (every && !whole) every.checked = false;
  const told = every?.checked ? "All selected" : `${chosen} selected`;
  const count = form().querySelector("[data-count]");
  if (count.textContent !== told) count.textContent = told;
  if (whole) document.body.dispatchEvent(new Event("whole"));
};

const range = (to, on) => {
  const all = ticks();
  const from = all.includes(last) ? last : to;
  const [first, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  for (const each of all.slice(first, end + 1)) each.checked = on;
  last = to;
  tell();
};

const setAll = (on) => {
  for (const each of ticks()) each.checked = on;
  tell();
};

document.addEventListener("click", (event) => {
  const tick = event.target.closest("#results input[name=uid]");
  if (tick && event.shiftKey) range(tick, tick.checked);
  else if (tick) {
    last = tick;
    tell();
  } else if (event.target.closest("#bulk [name=all]")) tell();
  else if (event.target.matches("label[data-whole] input")) setAll(event.target.checked);
  else if (event.target.closest("button[data-whole]")) setAll(true);
});
/* a range is no selection of text */
document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && event.target.closest(".pick")) event.preventDefault();
});
document.addEventListener("reset", () => setTimeout(tell));
addEventListener("pageshow", tell);
document.addEventListener("htmx:afterSettle", tell);

const move = (step) => {
  const all = lines();
  const at = all.indexOf(here());
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  next?.querySelector("th a")?.focus();
};

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => tickOf(here())?.click(),
  X: () => tickOf(here()) && range(tickOf(here()), true),
  "?": () => document.querySelector("#keyboard")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!lines().length || event.repeat || busy(event)) return;
  if (event.key === "Enter" && event.target.matches("#results input[name=uid]")) {
    event.preventDefault(); /* it would send the form the tick belongs to */
    here().querySelector("th a").click();
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

/* a second press while the answer is on its way does nothing */
document.addEventListener("submit", (event) => {
  const { target } = event;
  if (!target.matches("form[data-once]")) return;
  if (target.dataset.sent) event.preventDefault();
  target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const sent of document.querySelectorAll("form[data-sent]")) delete sent.dataset.sent;
});
