// Runs before the first paint. The content security policy allows no inline script, so this is a file.

// The person's choice of theme, if there is one; otherwise the system's (see style/tokens.css).
try {
  const theme = localStorage.getItem("attache.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme it is.
}

// Where a box can scroll sideways alone, what is in it can stick to the page (see style/ui/table.css). There is no `@supports`
// for it: other browsers let such a box scroll both ways.
const root = document.documentElement;
root.style.overflow = "auto clip";
if (getComputedStyle(root).overflowY === "clip") root.dataset.sidewaysAlone = "";
root.removeAttribute("style");

// When the console cannot be loaded or started, say so. Once it runs it handles its own errors, and
// `#boot` is gone.
function fail() {
  if (!document.getElementById("boot")) return;
  document.getElementById("failure")?.removeAttribute("hidden");
}
// Captured, because a script or style sheet that cannot be loaded reports it only to itself.
addEventListener("error", fail, true);
addEventListener("unhandledrejection", fail);
