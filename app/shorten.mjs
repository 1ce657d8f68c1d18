// Trunk's last step of a release build: shortens what the WebAssembly and its glue call one another by, and the
// glue itself. wasm-bindgen gives every function that passes between the two a name of about 40 letters with a hash,
// which compress to nothing: 4 % of what a browser has to fetch. (Trunk's own minifier cannot read the glue.)
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CUSTOM = 0;
const IMPORTS = 2;
const EXPORTS = 7;
const folder = process.env.TRUNK_STAGING_DIR;

const [, app, hash] = readdirSync(folder).map((name) => name.match(/^(.+)-([0-9a-f]+)_bg\.wasm$/)).find(Boolean);
const file = (hash, ending) => join(folder, `${app}-${hash}${ending}`);
const wasm = readFileSync(file(hash, "_bg.wasm"));
const glue = readFileSync(file(hash, ".js"), "utf8");

/** @type {Map<string, string>} */
const short = new Map();
for (const { name } of WebAssembly.Module.imports(new WebAssembly.Module(wasm))) shorten(name);
// Of the exports only those that are called nowhere else: the others are names of the glue too.
for (const [, name] of glue.matchAll(/\bwasm\.(wasm_bindgen__\w+)/g)) shorten(name);

const shortGlue = glue
  .replaceAll(/^\s*(?:\/\*\*[^]*?\*\/|\/\/.*)$/gm, "")
  .replaceAll(/^\s+/gm, "")
  .replaceAll(/[\w$]+/g, (name) => short.get(name) ?? name);
const shortWasm = Buffer.concat(sections(wasm));

// A file that is another one has another name: browsers keep it for as long as its name is asked for.
const newHash = createHash("sha256").update(shortGlue).update(shortWasm).digest("hex").slice(0, hash.length);
for (const ending of [".js", "_bg.wasm"]) rmSync(file(hash, ending));
writeFileSync(file(newHash, ".js"), shortGlue);
writeFileSync(file(newHash, "_bg.wasm"), shortWasm);
const page = join(folder, "index.html");
writeFileSync(page, readFileSync(page, "utf8").replaceAll(`${app}-${hash}`, `${app}-${newHash}`));

/** Gives a name a short one that the glue does not use for anything else. */
function shorten(name) {
  if (short.has(name)) return;
  const candidate = `_${short.size.toString(36)}`;
  if (new RegExp(`(?<![\\w$])${candidate}(?![\\w$])`).test(glue)) throw new Error(`the glue uses ${candidate}`);
  short.set(name, candidate);
}

/** The module, part by part, its imports and exports under their short names, without notes of the tools. */
function sections(module) {
  const parts = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const kind = module[at];
    const [length, start] = number(module, at + 1);
    const body = module.subarray(start, start + length);
    const renamed = kind === IMPORTS || kind === EXPORTS ? rename(body, kind) : body;
    if (kind !== CUSTOM) parts.push(Buffer.of(kind), leb(renamed.length), renamed);
    at = start + length;
  }
  return parts;
}

/** A section of imports or exports under their short names. What is between the names is copied. */
function rename(section, kind) {
  const parts = [];
  let [count, at] = number(section, 0);
  parts.push(leb(count));
  for (; count > 0; count -= 1) {
    // An import names its module first.
    for (let names = kind === IMPORTS ? 2 : 1; names > 0; names -= 1) {
      const [length, start] = number(section, at);
      const name = section.toString("utf8", start, start + length);
      const shorter = Buffer.from((names === 1 && short.get(name)) || name);
      parts.push(leb(shorter.length), shorter);
      at = start + length;
    }
    const what = section[at];
    if (kind === IMPORTS && what !== 0) throw new Error("an import that is no function");
    const [, end] = number(section, at + 1);
    parts.push(section.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** An unsigned LEB128 number, and where it ends. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value % 128) | (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}
