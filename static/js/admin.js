/* Search boxes made by select2 get the name their field has. */

const named = (box) => {
  const field = box.closest(".select2-container")?.previousElementSibling;
  const label = field?.labels?.[0]?.textContent ?? field?.getAttribute("aria-label") ?? field?.name;
  if (!label || box.hasAttribute("aria-label")) return;
  box.setAttribute("aria-label", label.trim().replace(/\s*\*$/, ""));
  box.removeAttribute("aria-labelledby");
};

const nameAll = () => document.querySelectorAll(".select2-container :is([role=combobox], [role=textbox])").forEach(named);

addEventListener("load", () => {
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
});
