// Prints what every file of a folder weighs as brotli 11, and the total: `node e2e/weigh.mjs dist`.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2];
// What a browser fetches to show the console; licences and the like are not on its way.
const shipped = new Set([".html", ".css", ".js", ".wasm", ".svg"]);
let total = 0;
for (const name of readdirSync(folder, { recursive: true }).sort()) {
  const file = join(folder, name);
  if (!statSync(file).isFile() || !shipped.has(extname(name))) continue;
  const bytes = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const size = brotliCompressSync(bytes, { params }).length;
  total += size;
  console.log(`${name.padEnd(44)} ${String(bytes.length).padStart(9)} bytes, brotli ${String(size).padStart(8)}`);
}
console.log(`total ${total} bytes as brotli`);
