//! The output of `--help`.

/// The help that lists all commands.
pub(crate) const ALL: &str = "\
Usage: cargo xtask <command>

  setup   install the tools that building and testing need
  demo    build everything and serve it on http://localhost:3000
  test    run every check; what CI runs
  bench   measure speed and size
  crash   kill the server at random moments, and check that nothing is lost

`cargo xtask <command> --help` says more.";

const SETUP: &str = "\
Usage: cargo xtask setup

Installs what is missing and says why: the wasm32 target, wasm-bindgen-cli in Cargo.lock's version, Trunk,
wasm-split (it takes the console apart), wasm-opt, esbuild, Biome, cspell and the browser tests' packages (npm, into
e2e/node_modules), Chromium and ChromeDriver (apt).
Everything that is already there is left alone.";

const DEMO: &str = "\
Usage: cargo xtask demo [-- <flags of attache serve>]

Installs what building needs, builds the console and the server in release, and serves them on
http://localhost:3000 until Ctrl-C. Its data is in target/demo; delete that folder to start over.

  cargo xtask demo -- --listen 127.0.0.1:4000
  cargo xtask demo -- --help";

const TEST: &str = "\
Usage: cargo xtask test [--only <step>[,<step>…]]

Runs every step, goes on after one that fails, and ends with a table of them. Steps:

  format   rustfmt
  web      Biome: form and faults of TypeScript, JavaScript and CSS
  spelling cspell: documents, comments and strings, in British English
  lint     clippy for the server, the contract and these commands; every warning is an error
  lint-ui  clippy for the console, for WebAssembly
  docs     rustdoc; a broken link is an error
  native   tests of the server, the contract and the repository's own rules
  browser  tests of the console's widgets in headless Chromium
  console  the console's release build, and its size
  e2e      stories of the real page against the real server, in Chromium

CHROMIUM and CHROMEDRIVER name the programs where they are not found under their usual names.";

const BENCH: &str = "\
Usage: cargo xtask bench [-- <arguments of cargo bench>]

Runs the server's benchmarks and compresses the built console, and prints the ratios together at the end. Downloads are
measured beside nginx by wrk; both are installed if they are missing, and where they cannot be, this part is skipped.";

const CRASH: &str = "\
Usage: cargo xtask crash [--kills <number>] [--seed <number>]
       cargo xtask crash --race <number>

Starts the server, lets clients submit, cancel, upload and download, kills it with SIGKILL at a random moment, and
starts it again: 1,000 times, or --kills. After each kill, every file whose upload was answered is there. The audit
log and the database are verified after every tenth; at the end, every accepted request has ended and nothing is lost or doubled.
`cargo xtask test` does the same with 50 kills.

With --race, two administrators request the same account's attachments at the same moment, this many times: exactly one
request is accepted each time. `cargo xtask test` does this 50 times.";

/// Returns the help for a command, or for all commands if `None` or unknown.
pub(crate) fn of(command: Option<&str>) -> &'static str {
    match command {
        Some("setup") => SETUP,
        Some("demo") => DEMO,
        Some("test") => TEST,
        Some("bench") => BENCH,
        Some("crash") => CRASH,
        _ => ALL,
    }
}
