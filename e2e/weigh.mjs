// Prints what every file of a folder weighs as it is sent, and the total of those that a browser fetches before it shows
// anything: `node e2e/weigh.mjs dist`. The release build puts each file's brotli form beside it.
import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";

const folder = process.argv[2];
// What a browser fetches to show the console; licences and the like are not on its way.
const shipped = new Set([".html", ".css", ".js", ".wasm", ".svg"]);
// Pages that are fetched when they are first opened (app/release.mjs names them).
const later = /-(split|chunk)_\w+-[0-9a-f]+\.wasm$/;
let total = 0;
let pages = 0;
for (const name of readdirSync(folder, { recursive: true }).sort()) {
  const file = join(folder, name);
  if (!statSync(file).isFile() || !shipped.has(extname(name))) continue;
  const bytes = statSync(file).size;
  const sent = existsSync(`${file}.br`) ? statSync(`${file}.br`).size : bytes;
  if (later.test(name)) pages += sent;
  else total += sent;
  console.log(`${name.padEnd(52)} ${String(bytes).padStart(9)} bytes, brotli ${String(sent).padStart(8)}`);
}
console.log(`pages ${pages} bytes as brotli, each when it is first opened`);
console.log(`total ${total} bytes as brotli before anything is shown`);
