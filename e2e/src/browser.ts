// Uses the installed Chromium; downloads nothing.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Returns the browser that `CHROMIUM` names, or the first one on PATH with a usual name. */
export function executable(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (!found) throw new Error("Chromium is not there; `cargo xtask setup` installs it, or name it in CHROMIUM");
  return found;
}

/** Returns flags that stop the browser's own network traffic and, for root, disable the sandbox, which cannot work. */
export function launchArguments(): string[] {
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--disable-features=MediaRouter,OptimizationHints,Translate",
    // Only the server under test resolves.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
  ];
  return process.getuid?.() === 0 ? [...quiet, "--no-sandbox"] : quiet;
}
