// Widgets know light and dark by what JupyterLab says; here the page says it the same way.

const system = matchMedia("(prefers-color-scheme: dark)");

/** Tell widgets the page's theme, now and whenever it changes. */
export function followTheme() {
  const tell = () => {
    const { theme } = document.documentElement.dataset;
    const dark = theme ? theme === "dark" : system.matches;
    document.body.dataset.jpThemeLight = String(!dark);
  };
  tell();
  system.addEventListener("change", tell);
  const seen = { attributes: true, attributeFilter: ["data-theme"] };
  new MutationObserver(tell).observe(document.documentElement, seen);
}
