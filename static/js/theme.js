/* Sets the theme before the first paint. The admin keeps its choice under the same key. */
(() => {
  const KEY = "adminTheme";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || "auto";
    } catch {
      return "auto";
    }
  };

  const show = () => {
    const theme = chosen();
    const isDark = theme === "dark" || (theme === "auto" && dark.matches);
    document.documentElement.classList.toggle("dark", isDark);
    document.documentElement.classList.toggle("light", !isDark);
  };

  show();
  dark.addEventListener("change", show);
  addEventListener("storage", show);

  addEventListener("DOMContentLoaded", () => {
    const mark = () => {
      for (const button of document.querySelectorAll("[data-theme]")) {
        button.setAttribute("aria-pressed", String(button.dataset.theme === chosen()));
      }
    };
    mark();
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-theme]");
      if (!button) return;
      localStorage.setItem(KEY, JSON.stringify(button.dataset.theme));
      show();
      mark();
    });
  });
})();
