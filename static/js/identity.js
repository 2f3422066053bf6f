/* Keys of the queue of pairs; everything works without them. */

const busy = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented ||
  event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog[open]");

const lines = () => [...document.querySelectorAll("[data-line] th a, [data-choice] input:checked")];

const here = (all) =>
  all.findIndex((each) => each === document.activeElement || each.closest("tr") === document.activeElement.closest("tr"));

const move = (step) => {
  const all = lines();
  const at = here(all);
  all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))]?.focus();
};

const choose = (place) => {
  const line = document.activeElement.closest("[data-choice]") ?? document.querySelector("[data-choice]");
  const radio = line?.querySelectorAll("input[type=radio]")[place];
  if (!radio || radio.disabled) return;
  radio.checked = true;
  radio.focus();
};

const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();

const keys = {
  j: () => move(1),
  k: () => move(-1),
  1: () => choose(0),
  2: () => choose(1),
  3: () => choose(2),
};

document.addEventListener("keydown", (event) => {
  if (event.repeat || busy(event)) return;
  const act = keys[event.key] ?? (/^[apnsu]$/.test(event.key) ? () => press(event.key) : null);
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelector(".refused[role=alert]")?.focus();
