// Trunk's last step of a release build: makes what is shipped out of what Cargo has linked. The console is taken apart, so
// that a browser fetches first what every page needs, and the others' parts when they are looked at
// (src/pages/on_demand.rs); each part is optimised, and the names between WebAssembly and its glue are shortened.
// Trunk's own glue and WebAssembly, of the console in one piece, are replaced.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { shorten } from "./release/shorten.mjs";

const NAME = "attache-app";
// The second half flattens the control flow and rebuilds it, and puts functions side by side that are instances of
// one: 2 % less as brotli.
const OPTIMISE = [
  ..."--flatten --rereloop -Oz -Oz --reorder-functions-by-name --low-memory-unused --strip-producers".split(" "),
  ..."bulk-memory nontrapping-float-to-int sign-ext mutable-globals reference-types multivalue"
    .split(" ")
    .map((feature) => `--enable-${feature}`),
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const staging = process.env.TRUNK_STAGING_DIR;
const run = (program, ...words) => {
  try {
    return execFileSync(program, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    console.error(
      `${program} is not on PATH: \`cargo xtask setup\` installs it, and README.md says where (“Develop”).`,
    );
    process.exit(1);
  }
};
const { target_directory: target } = JSON.parse(
  run("cargo", "metadata", "--format-version=1", "--no-deps", "--locked"),
);
const linked = join(target, "wasm32-unknown-unknown/wasm-release", `${NAME}.wasm`);
const work = join(target, "console/release");

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
run("wasm-split-cli", linked, work, "--target", "web", "--out-name", NAME);
const main = `${NAME}_bg.wasm`;
run(
  "wasm-bindgen",
  join(work, `${NAME}.wasm`),
  "--target=web",
  "--no-typescript",
  "--keep-lld-exports",
  `--out-name=${NAME}`,
  `--out-dir=${work}`,
);
rmSync(join(work, `${NAME}.wasm`));
const parts = readdirSync(work).filter((name) => name.endsWith(".wasm"));
for (const part of parts) run("wasm-opt", ...OPTIMISE, join(work, part), "-o", join(work, part));

// What fetches the parts is a module of its own that imports the glue, which imports it: one file instead.
const loader = readFileSync(join(work, "__wasm_split.js"), "utf8");
const loads = [...loader.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
const imports = /^import \* as (\w+) from "\.\/__wasm_split\.js"$/gm;
let glue = readFileSync(join(work, `${NAME}.js`), "utf8");
const [first, ...others] = [...glue.matchAll(imports)].map(([, name]) => name);
for (const other of others) glue = glue.replace(`"./__wasm_split.js": ${other},`, "");
glue = `const ${first} = {
  ${loads.map((load) => `${load}: (...words) => ${load}(...words)`).join(",\n")}
};
${glue.replaceAll(imports, "")}
${loader.replace(/^import .*$/m, "").replaceAll(/^export /gm, "")}`;

// A file that is another one has another name: browsers keep it for as long as its name is asked for.
for (const part of parts.filter((name) => name !== main)) {
  const bytes = readFileSync(join(work, part));
  const name = `${NAME}-${part.replace(/\.wasm$/, "")}-${hash(bytes)}.wasm`;
  writeFileSync(join(staging, name), bytes);
  glue = glue.replaceAll(`"./${part}"`, `"./${name}"`);
}
const [shortGlue, shortWasm] = shorten(glue, readFileSync(join(work, main)));
const [, old] = readdirSync(staging)
  .map((name) => name.match(`^${NAME}-([0-9a-f]+)_bg\\.wasm$`))
  .find(Boolean);
const now = hash(shortGlue, shortWasm);
for (const ending of [".js", "_bg.wasm"]) rmSync(join(staging, `${NAME}-${old}${ending}`));
writeFileSync(join(staging, `${NAME}-${now}.js`), shortGlue);
writeFileSync(join(staging, `${NAME}-${now}_bg.wasm`), shortWasm);
const page = join(staging, "index.html");
writeFileSync(page, readFileSync(page, "utf8").replaceAll(`${NAME}-${old}`, `${NAME}-${now}`));

/** As long as Trunk's. */
function hash(...contents) {
  const sha256 = createHash("sha256");
  for (const content of contents) sha256.update(content);
  return sha256.digest("hex").slice(0, 16);
}
