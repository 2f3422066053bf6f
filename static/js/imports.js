/* Manners of the import pages; every page works without this file. */

const form = document.querySelector("[data-upload]");
if (form) {
  const drop = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const tell = () => {
    const file = input.files[0];
    if (!file) { chosen.textContent = ""; return; }
    const size = file.size < 1e6 ? `${Math.max(1, Math.round(file.size / 1e3))} kB` : `${(file.size / 1e6).toFixed(1)} MB`;
    chosen.textContent = `${file.name}, ${size}`;
  };
  input.addEventListener("change", tell);
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) {
    drop.addEventListener(type, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tell();
    }
  });
  form.addEventListener("submit", () => {
    const button = form.querySelector("button.primary");
    button.disabled = true;
    button.lastChild.textContent = " Uploading…";
  });
}

/* on a phone the stepper is wider than the page */
const current = document.querySelector(".stepper [aria-current]");
if (current) {
  const list = current.closest(".stepper");
  list.scrollLeft = current.offsetLeft + current.parentElement.offsetLeft - list.clientWidth / 3;
}

/* other readings of a column, one press away */
for (const row of document.querySelectorAll("[data-others]")) row.hidden = false;
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-for]");
  if (!chip) return;
  const select = document.getElementById(chip.dataset.for);
  select.value = chip.dataset.value;
  select.focus();
});
