// Trunk's last step of a release build: makes the files that are shipped out of the WebAssembly that Cargo linked. It splits
// the console, so that a browser first fetches what every page needs, and each other part when one of its pages is opened
// (src/pages/on_demand.rs). wasm-opt shrinks the parts, esbuild the JavaScript. The results replace Trunk's own, which are
// the console in one piece.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const NAME = "attache-app";
// Beyond `-Oz`: rebuilding the control flow, a second round, and putting instances of one generic function side by side
// make the first fetch 2 % smaller as brotli.
const OPTIMISE = ["--flatten", "--rereloop", "-Oz", "-Oz", "--reorder-functions-by-name", "--strip-producers"];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const metadata = run("cargo", "metadata", "--format-version=1", "--no-deps", "--locked");
const target = JSON.parse(metadata).target_directory;
const work = join(target, "console/release");
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });

const linked = join(target, "wasm32-unknown-unknown/wasm-release", `${NAME}.wasm`);
const main = join(work, `${NAME}.wasm`);
run("wasm-split-cli", linked, work, "--target=web", `--out-name=${NAME}`);
const bindings = ["--target=web", "--no-typescript", "--keep-lld-exports", `--out-name=${NAME}`, `--out-dir=${work}`];
run("wasm-bindgen", main, ...bindings);
rmSync(main);
const parts = readdirSync(work).filter((name) => name.endsWith(".wasm"));
for (const part of parts) run("wasm-opt", ...OPTIMISE, join(work, part), "-o", join(work, part));

// Like Trunk, every file is named after its contents, because browsers keep a file for as long as its name is in use.
const staging = process.env.TRUNK_STAGING_DIR;
const loader = join(work, "__wasm_split.js");
for (const part of parts.filter((name) => name !== `${NAME}_bg.wasm`)) {
  const bytes = readFileSync(join(work, part));
  const name = `${NAME}-${part.replace(".wasm", "")}-${hash(bytes)}.wasm`;
  writeFileSync(join(staging, name), bytes);
  writeFileSync(loader, readFileSync(loader, "utf8").replaceAll(`"./${part}"`, `"./${name}"`));
}
// The glue imports the loader of the parts, which imports the glue. wasm-bindgen lists the loader once for each part.
const bundle = ["--bundle", "--minify", "--format=esm", "--log-override:duplicate-object-key=silent"];
const glue = run("esbuild", join(work, `${NAME}.js`), ...bundle);
const wasm = readFileSync(join(work, `${NAME}_bg.wasm`));
const [, old] = readdirSync(staging)
  .map((name) => name.match(`^${NAME}-([0-9a-f]+)_bg\\.wasm$`))
  .find(Boolean);
const now = hash(glue, wasm);
for (const ending of [".js", "_bg.wasm"]) rmSync(join(staging, `${NAME}-${old}${ending}`));
writeFileSync(join(staging, `${NAME}-${now}.js`), glue);
writeFileSync(join(staging, `${NAME}-${now}_bg.wasm`), wasm);
const page = join(staging, "index.html");
writeFileSync(page, readFileSync(page, "utf8").replaceAll(`${NAME}-${old}`, `${NAME}-${now}`));

// The server sends these to browsers that accept brotli, which is all of them: compressing at level 11 takes seconds.
for (const name of readdirSync(staging).filter((name) => /\.(html|css|js|wasm|svg)$/.test(name))) {
  const bytes = readFileSync(join(staging, name));
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(join(staging, `${name}.br`), brotliCompressSync(bytes, { params }));
}

/** Runs a program and returns what it prints. */
function run(program, ...words) {
  try {
    return execFileSync(program, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    console.error(
      `${program} is not on PATH: \`cargo xtask setup\` installs it, and README.md says where (“Develop”).`,
    );
    process.exit(1);
  }
}

/** The SHA-256 of the contents, as long as Trunk's hashes. */
function hash(...contents) {
  const sha256 = createHash("sha256");
  for (const content of contents) sha256.update(content);
  return sha256.digest("hex").slice(0, 16);
}
