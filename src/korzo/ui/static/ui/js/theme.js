// Light, dark or high contrast before the first paint: a blocking script, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try { return localStorage.getItem("korzo-theme") || "auto"; } catch { return "auto"; }
  };
  const show = () => {
    const theme = kept();
    root.dataset.colorScheme = theme === "dark" || (theme === "auto" && dark.matches) ? "dark" : "light";
    if (theme === "contrast") root.dataset.contrast = "more";
    else delete root.dataset.contrast;
    for (const button of document.querySelectorAll("[data-korzo-theme]"))
      button.setAttribute("aria-pressed", String(button.dataset.korzoTheme === theme));
    document.dispatchEvent(new Event("korzo:theme"));
  };
  root.dataset.script = "";
  show();
  dark.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-korzo-theme]");
    if (!button) return;
    try { localStorage.setItem("korzo-theme", button.dataset.korzoTheme); } catch { /* shown, though not kept */ }
    show();
  });
})();
