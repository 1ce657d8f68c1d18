// Prints what every file of a folder weighs as brotli 11, and the total of those that a browser fetches before it shows
// anything: `node e2e/weigh.mjs dist`.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2];
// What a browser fetches to show the console; licences and the like are not on its way.
const shipped = new Set([".html", ".css", ".js", ".wasm", ".svg"]);
// Pages that are fetched when they are looked at (app/release.mjs names them).
const later = /-(split|chunk)_\w+-[0-9a-f]+\.wasm$/;
let total = 0;
let pages = 0;
for (const name of readdirSync(folder, { recursive: true }).sort()) {
  const file = join(folder, name);
  if (!statSync(file).isFile() || !shipped.has(extname(name))) continue;
  const bytes = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const size = brotliCompressSync(bytes, { params }).length;
  if (later.test(name)) pages += size;
  else total += size;
  console.log(`${name.padEnd(52)} ${String(bytes.length).padStart(9)} bytes, brotli ${String(size).padStart(8)}`);
}
console.log(`pages ${pages} bytes as brotli, each when it is looked at`);
console.log(`total ${total} bytes as brotli before anything is shown`);
