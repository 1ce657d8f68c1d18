//! Installs missing tools, and says which and why. Leaves existing tools alone.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    shell::{Done, cargo, output, path_with, program, root, run, which},
    tools::{self, TRUNK, WASM},
};

/// Installs everything that any command needs.
pub(crate) fn everything() -> Done {
    for_building()?;
    for_testing()?;
    println!("Everything is installed.");
    Ok(())
}

/// Installs what building the console needs.
pub(crate) fn for_building() -> Done {
    wasm_target()?;
    wasm_bindgen()?;
    trunk()?;
    wasm_split()?;
    node()?;
    npm_packages()
}

/// Installs what testing needs besides.
pub(crate) fn for_testing() -> Done {
    rustup_components()?;
    node()?;
    npm_packages()?;
    chromium()
}

fn node() -> Done {
    let version = which("node").and_then(|node| tools::version_of(&node));
    let missing = format!(
        "the console's build and the browser tests need Node {} or newer with npm; install it from your distribution \
         (sudo apt-get install nodejs npm) or from https://nodejs.org",
        tools::NODE
    );
    match version {
        Some(version) if tools::numbers(&version) >= vec![tools::NODE] && which("npm").is_some() => Ok(()),
        Some(version) => Err(format!("Node is {version}: {missing}")),
        None => Err(missing),
    }
}

fn wasm_target() -> Done {
    let library = output(&mut program(
        "rustc",
        ["--print", "target-libdir", "--target", WASM],
    ));
    if library.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    installing(WASM, "what the console is compiled for");
    need("rustup", "https://rustup.rs")?;
    run(&mut program("rustup", ["target", "add", WASM]))
}

fn rustup_components() -> Done {
    if output(&mut cargo(["clippy", "--version"])).is_some()
        && output(&mut cargo(["fmt", "--version"])).is_some()
    {
        return Ok(());
    }
    installing("clippy and rustfmt", "the checks of the code's form");
    need("rustup", "https://rustup.rs")?;
    run(&mut program("rustup", ["component", "add", "clippy", "rustfmt"]))
}

/// Installs wasm-bindgen and its test runner in exactly the version that the console is linked with.
fn wasm_bindgen() -> Done {
    let version = tools::wasm_bindgen_version()?;
    let fits = |folder: &Path| {
        ["wasm-bindgen", "wasm-bindgen-test-runner"]
            .iter()
            .all(|name| tools::version_of(&folder.join(name)).as_deref() == Some(&version))
    };
    let on_path = on_path("wasm-bindgen");
    if on_path.as_deref().and_then(Path::parent).is_some_and(fits) {
        return Ok(());
    }
    installing(
        &format!("wasm-bindgen {version}"),
        "it joins the console's WebAssembly and JavaScript; its version must be Cargo.lock's",
    );
    match on_path.and_then(|found| Some((tools::version_of(&found)?, found))) {
        Some((other, found)) if other != version => {
            let private = tools::private_wasm_bindgen(&version);
            println!(
                "({} is {other} and stays; this one goes to {})",
                found.display(),
                private.display()
            );
            install(
                "wasm-bindgen-cli",
                &version,
                &["--root", &private.to_string_lossy()],
            )
        }
        _ => install("wasm-bindgen-cli", &version, &[]),
    }
}

fn trunk() -> Done {
    let version = on_path("trunk").and_then(|trunk| tools::version_of(&trunk));
    if version.is_some_and(|version| tools::numbers(&version) >= tools::numbers(TRUNK)) {
        return Ok(());
    }
    installing(
        &format!("Trunk {TRUNK}"),
        "it builds the console and serves it for development",
    );
    install("trunk", TRUNK, &["--locked"])
}

fn wasm_split() -> Done {
    let folder = tools::wasm_split();
    if folder.join("bin/wasm-split-cli").is_file() || folder.join("bin/wasm-split-cli.exe").is_file() {
        return Ok(());
    }
    installing(
        &format!("wasm-split {}", tools::WASM_SPLIT),
        "it splits the console, so that each page is fetched when it is first opened",
    );
    let root = folder.to_string_lossy();
    let options = ["--locked", "--features", "build-binary", "--root", &root];
    install("wasm_split_cli_support", tools::WASM_SPLIT, &options)
}

/// Installs a program: a prebuilt one if `cargo binstall` is available and finds one, otherwise compiled from source.
/// Compiles without optimisation, which halves the time. These tools spend their own time in the compiler that they
/// call.
fn install(package: &str, version: &str, options: &[&str]) -> Done {
    let spec = format!("{package}@{version}");
    if output(&mut cargo(["binstall", "-V"])).is_some() {
        let mut ready = cargo([
            "binstall",
            "--no-confirm",
            "--force",
            "--disable-strategies",
            "compile",
            &spec,
        ]);
        if run(ready.args(options)).is_ok() {
            return Ok(());
        }
        println!("No ready-made {spec}; it is compiled instead.");
    }
    let mut compile = cargo(["install", &spec, "--debug", "--force"]);
    run(compile.args(options).env("CARGO_PROFILE_DEV_DEBUG", "0"))
}

/// Installs wasm-opt, esbuild, Biome, cspell, Playwright and axe in the versions of `e2e/package-lock.json`.
fn npm_packages() -> Done {
    let folder = root().join("e2e");
    let wanted = fs::read(folder.join("package-lock.json"))
        .map_err(|error| format!("e2e/package-lock.json cannot be read: {error}"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    installing(
        "npm packages in e2e/node_modules",
        "wasm-opt and esbuild make the console small; Playwright and axe test it; Biome and cspell check the code's form",
    );
    let mut npm = program("npm", ["ci", "--no-audit", "--no-fund"]);
    run(npm
        .current_dir(&folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

fn chromium() -> Done {
    let browser = tools::chromium().is_some();
    if browser && tools::chromedriver().is_some() {
        return Ok(());
    }
    installing(
        "Chromium and ChromeDriver",
        "the console is tested in a real browser",
    );
    let packages = ["chromium", "chromium-driver"];
    let by_hand = format!(
        "install Chromium and ChromeDriver (on Debian: sudo apt-get install {}), or name them in CHROMIUM and \
         CHROMEDRIVER",
        packages.join(" ")
    );
    packages_of_the_system(&packages, &by_hand)
}

/// Installs what the benchmark of downloads needs. Without it, that one is skipped.
pub(crate) fn for_load() -> Done {
    if which("nginx").is_some() && which("wrk").is_some() {
        return Ok(());
    }
    installing("nginx and wrk", "downloads are measured beside nginx");
    let by_hand = "install nginx and wrk (on Debian: sudo apt-get install nginx-light wrk)";
    packages_of_the_system(&["nginx-light", "wrk"], by_hand)
}

/// Installs packages of the distribution. `by_hand` tells how to do it otherwise.
fn packages_of_the_system(packages: &[&str], by_hand: &str) -> Done {
    if which("apt-get").is_none() {
        return Err(by_hand.to_owned());
    }
    let is_root = output(&mut program("id", ["-u"])).as_deref() == Some("0");
    let apt_get = |arguments: &[&str]| -> Result<Command, String> {
        let mut command = match is_root {
            true => program("apt-get", []),
            false if which("sudo").is_some() => program("sudo", ["apt-get"]),
            false => return Err(format!("neither root nor sudo: {by_hand}")),
        };
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        Ok(command)
    };
    run(&mut apt_get(&["update", "-q"])?)?;
    run(apt_get(&["install", "-q", "-y", "--no-install-recommends"])?.args(packages))
}

/// Finds the tool that a build would use; `None` if it is not installed.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = path_with(&tools::first_on_path());
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn need(name: &str, from: &str) -> Done {
    match which(name) {
        Some(_) => Ok(()),
        None => Err(format!("{name} is not there; install it from {from}")),
    }
}

fn installing(what: &str, why: &str) {
    println!("\nInstalling {what}: {why}.");
}
