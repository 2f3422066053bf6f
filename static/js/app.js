/* Small manners of the pages; every page works without this file. */

const typing = (element) => 
  element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

/* "/" goes to the search, Escape closes what is open */
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector("#search");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    document.querySelector(".origin-of:hover, .origin-of:focus-within")?.classList.add("dismissed");
  }
});

/* a menu closes when the next one opens or the page is clicked */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* a search leaves one entry in the history, not one for every letter */
document.addEventListener("htmx:pushedIntoHistory", () => {
  const form = document.querySelector("form.search[hx-push-url]");
  form?.removeAttribute("hx-push-url");
  form?.setAttribute("hx-replace-url", "true");
});

/* the note on a value opens towards the side that has room */
const place = (event) => {
  const holder = event.target.closest?.(".origin-of");
  if (!holder) return;
  if (event.type === "pointerover" && holder.contains(event.relatedTarget)) return;
  holder.classList.remove("dismissed", "to-left", "to-top");
  const note = holder.querySelector(".origin").getBoundingClientRect();
  holder.classList.toggle("to-left", note.right > innerWidth - 8);
  holder.classList.toggle("to-top", note.bottom > innerHeight - 8 && note.height < note.top - 80);
};
document.addEventListener("pointerover", place);
document.addEventListener("focusin", place);

/* a link to a form opens it at its first field */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-opens]");
  const form = link && document.getElementById(link.dataset.opens);
  if (!form) return;
  event.preventDefault();
  form.open = true;
  form.querySelector("input:not([type=hidden]), textarea")?.focus();
});

/* of parts that are wider than a phone, the one that is open is in view */
document.querySelector(".sections [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

/* a column moves up or down in its list; what is chosen is sent by the form's own button */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-moves]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("li");
  const up = button.dataset.moves === "up";
  const next = up ? row.previousElementSibling : row.nextElementSibling;
  next?.[up ? "before" : "after"](row);
  button.focus();
  const place = [...row.parentElement.children].indexOf(row) + 1;
  const said = button.form.querySelector("[role=status]");
  said.textContent = `${row.querySelector("label").textContent.trim()} is number ${place}`;
});

/* a search inside a form sends the whole form, so that nothing typed is lost; with scripts it has a form of its own */
for (const part of document.querySelectorAll("[data-form]")) part.setAttribute("form", part.dataset.form);

/* a form that was refused says why in its place */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (xhr.status === 422 && target.matches(".section, form.adding")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.(".adding [aria-invalid=true]")?.focus();
});

/* a page about to be loaded anew asks nothing more: each further answer would begin its loading again,
   and one that takes longer than the pause between two questions would never come */
let leaving = false;
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Refresh") !== "true") return;
  if (leaving) event.preventDefault();
  leaving = true;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (leaving) event.preventDefault();
});
window.addEventListener("pageshow", () => { leaving = false; });
