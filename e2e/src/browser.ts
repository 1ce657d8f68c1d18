// The installed Chromium: nothing is downloaded.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The browser that `CHROMIUM` names, or the first with one of the usual names on PATH. */
export function executable(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (!found) throw new Error("Chromium is not there; `cargo xtask setup` installs it, or name it in CHROMIUM");
  return found;
}

/** What keeps the browser from the network of its own accord; and as root, where its sandbox cannot work. */
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
    // Nothing but the server under test has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
  ];
  return process.getuid?.() === 0 ? [...quiet, "--no-sandbox"] : quiet;
}
