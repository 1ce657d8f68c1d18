// Shortens what the WebAssembly and its glue call one another by, and the glue itself. wasm-bindgen gives every function
// that passes between the two a name of about 40 letters with a hash, which compress to nothing: 4 % of what a browser has to
// fetch. (Trunk's own minifier cannot read the glue.)

const CUSTOM = 0;
const IMPORTS = 2;
const EXPORTS = 7;
/** @type {Map<string, string>} */
const short = new Map();

/** The glue and the module under short names, without comments and notes of the tools. */
export function shorten(glue, wasm) {
  // What fetches the parts of the console has its names for people.
  const names = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map(({ name }) => name);
  for (const name of names.filter((name) => !name.startsWith("__wasm_split"))) choose(name, glue);
  // Of the exports only those that are called nowhere else: the others are names of the glue too.
  for (const [, name] of glue.matchAll(/\bwasm\.(wasm_bindgen__\w+)/g)) choose(name, glue);
  const shortGlue = glue
    .replaceAll(/^\s*(?:\/\*\*[\s\S]*?\*\/|\/\/.*)$/gm, "")
    .replaceAll(/^\s+/gm, "")
    .replaceAll(/[\w$]+/g, (name) => short.get(name) ?? name);
  return [shortGlue, Buffer.concat(sections(wasm))];
}

/** Gives a name a short one that the glue does not use for anything else. */
function choose(name, glue) {
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
