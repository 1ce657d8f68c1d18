//! `cargo xtask test`: runs every check in turn and prints a summary table.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    console, setup,
    shell::{self, Done, cargo, path_with, program, root},
    tools::{self, WASM},
};

struct Step {
    name: &'static str,
    what: &'static str,
    check: fn() -> Done,
}

const STEPS: [Step; 10] = [
    Step {
        name: "format",
        what: "rustfmt",
        check: format,
    },
    Step {
        name: "web",
        what: "Biome: TypeScript, JavaScript and CSS",
        check: web,
    },
    Step {
        name: "spelling",
        what: "cspell: documents, comments and strings",
        check: spelling,
    },
    Step {
        name: "lint",
        what: "clippy, native",
        check: lint,
    },
    Step {
        name: "lint-ui",
        what: "clippy, WebAssembly",
        check: lint_ui,
    },
    Step {
        name: "docs",
        what: "rustdoc",
        check: docs,
    },
    Step {
        name: "native",
        what: "tests of the server, the contract and the repository",
        check: native,
    },
    Step {
        name: "browser",
        what: "tests of the console's widgets in Chromium",
        check: browser,
    },
    Step {
        name: "console",
        what: "the console's release build and size",
        check: build_console,
    },
    Step {
        name: "e2e",
        what: "stories of the real page and server",
        check: e2e,
    },
];

/// Runs the steps named with `--only`, or all of them.
pub(crate) fn run(options: &[String]) -> Done {
    let chosen = choose(options)?;
    setup::for_building()?;
    setup::for_testing()?;
    let mut results: Vec<(&Step, Duration, Done)> = Vec::new();
    for step in chosen {
        println!("\n━━ {}: {}", step.name, step.what);
        let start = Instant::now();
        let result = (step.check)();
        let took = start.elapsed();
        match &result {
            Ok(()) => println!("━━ {}: passed in {}", step.name, seconds(took)),
            Err(error) => println!("━━ {}: FAILED after {}: {error}", step.name, seconds(took)),
        }
        results.push((step, took, result));
    }
    println!();
    for (step, took, result) in &results {
        let outcome = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{outcome}  {:>8}  {:<8} {}", seconds(*took), step.name, step.what);
    }
    match results.iter().filter(|(_, _, result)| result.is_err()).count() {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} steps failed", results.len())),
    }
}

fn choose(options: &[String]) -> Result<Vec<&'static Step>, String> {
    let names = match options {
        [] => return Ok(STEPS.iter().collect()),
        [only, names] if only == "--only" => names,
        _ => return Err("the only option is --only <step>[,<step>…]".to_owned()),
    };
    let step = |name: &str| {
        let known = || STEPS.map(|step| step.name).join(", ");
        let step = STEPS.iter().find(|step| step.name == name);
        step.ok_or_else(|| format!("no step is called `{name}`; there are {}", known()))
    };
    names.split(',').map(step).collect()
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn format() -> Done {
    shell::run(&mut cargo(["fmt", "--all", "--check"]))
}

fn web() -> Done {
    npm("lint")
}

fn spelling() -> Done {
    npm("spell")
}

fn lint() -> Done {
    let what = [
        "clippy",
        "--workspace",
        "--exclude",
        "attache-app",
        "--all-targets",
        "--locked",
    ];
    shell::run(cargo(what).args(["--", "-D", "warnings"]))
}

fn lint_ui() -> Done {
    let what = [
        "clippy",
        "--package",
        "attache-app",
        "--target",
        WASM,
        "--all-targets",
        "--locked",
    ];
    shell::run(cargo(what).args(["--", "-D", "warnings"]))
}

/// Builds the documentation of private items too: their links break as easily.
fn docs() -> Done {
    let document = |what: &[&str]| {
        let mut cargo = cargo(["doc", "--no-deps", "--document-private-items", "--locked"]);
        shell::run(cargo.args(what).env("RUSTDOCFLAGS", "-D warnings"))
    };
    document(&["--workspace", "--exclude", "attache-app"])?;
    document(&["--package", "attache-app", "--target", WASM])
}

/// The tests of everything native, which also build the server that the stories run against.
const NATIVE: [&str; 5] = ["test", "--workspace", "--exclude", "attache-app", "--locked"];

fn native() -> Done {
    shell::run(&mut cargo(NATIVE))
}

fn browser() -> Done {
    let driver = tools::chromedriver().ok_or("ChromeDriver is gone")?;
    let mut tests = cargo(["test", "--package", "attache-app", "--target", WASM, "--locked"]);
    tests
        .env("PATH", path_with(&tools::first_on_path()))
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    shell::run(&mut tests)
}

fn build_console() -> Done {
    console::build()?;
    console::weigh().map(|_| ())
}

fn e2e() -> Done {
    if !root().join("dist/index.html").is_file() {
        console::build()?;
    }
    // The selection of `native`, whose build this is then: another one would compile the dependencies with other features.
    shell::run(cargo(NATIVE).args(["--no-run"]))?;
    let browser = tools::chromium().ok_or("Chromium is gone")?;
    npm("check")?;
    let mut stories = npm_script("test");
    stories
        .env("CHROMIUM", browser)
        .env("ATTACHE_BIN", root().join("target/debug/attache"));
    shell::run(&mut stories)
}

fn npm(script: &str) -> Done {
    shell::run(&mut npm_script(script))
}

/// Returns a command that runs a script of `e2e/package.json`.
fn npm_script(script: &str) -> Command {
    let mut npm = program("npm", ["run", "--silent", script]);
    npm.current_dir(root().join("e2e"));
    npm
}
