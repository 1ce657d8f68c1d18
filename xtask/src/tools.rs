//! The one place that pins the tools' versions, and where the tools are looked for.
//!
//! wasm-bindgen's version is Cargo.lock's; the npm packages' versions (wasm-opt is in `binaryen`) are those of
//! `e2e/package-lock.json`; Chromium and ChromeDriver are the system's.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::shell::{self, program, which};

/// The lowest Trunk that will do, and the one that is installed. 0.22 needs a newer Rust.
pub(crate) const TRUNK: &str = "0.21.14";
/// What takes the console apart: wasm_split_cli_support. It goes with wasm_split_helpers in Cargo.lock.
pub(crate) const WASM_SPLIT: &str = "0.2.3";
/// The lowest major version of Node that the browser tests run on.
pub(crate) const NODE: u32 = 20;
/// What the console is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The wasm-bindgen that the console is linked with; the command-line tool must be exactly the same.
pub(crate) fn wasm_bindgen_version() -> Result<String, String> {
    let lock = fs::read_to_string(shell::root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    locked_version(&lock, "wasm-bindgen").ok_or_else(|| "Cargo.lock names no wasm-bindgen".to_owned())
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

/// The version in a tool's answer to `--version`: its last word that begins with a digit, or with `v` and one.
pub(crate) fn version_of(tool: &Path) -> Option<String> {
    let answer = shell::output(program(&tool.to_string_lossy(), ["--version"]).env_remove("NO_COLOR"))?;
    let word = answer
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    Some(word.to_owned())
}

/// A version's numbers, to compare.
pub(crate) fn numbers(version: &str) -> Vec<u32> {
    version
        .split(['.', '-', '+'])
        .map_while(|part| part.parse().ok())
        .collect()
}

/// Cargo's folder for installed programs.
pub(crate) fn cargo_home() -> PathBuf {
    let home = || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| home().map(|home| Path::new(&home).join(".cargo")))
        .unwrap_or_else(|| shell::root().join("target/cargo-home"))
}

/// Where a wasm-bindgen goes whose place in Cargo's own folder is taken by another version: beside it, for
/// every clone of this repository.
pub(crate) fn private_wasm_bindgen(version: &str) -> PathBuf {
    cargo_home().join(format!("attache-tools/wasm-bindgen-{version}"))
}

/// Where the program goes that takes the console apart: it does not tell its version, so its folder does.
pub(crate) fn wasm_split() -> PathBuf {
    cargo_home().join(format!("attache-tools/wasm-split-{WASM_SPLIT}"))
}

/// The npm packages' programs.
pub(crate) fn node_bin() -> PathBuf {
    shell::root().join("e2e/node_modules/.bin")
}

/// The folders that come first on PATH in every build.
pub(crate) fn first_on_path() -> Vec<PathBuf> {
    let mut folders = vec![node_bin(), wasm_split().join("bin")];
    if let Ok(version) = wasm_bindgen_version() {
        let private = private_wasm_bindgen(&version).join("bin");
        if private.is_dir() {
            folders.insert(0, private);
        }
    }
    folders.push(cargo_home().join("bin"));
    folders
}

/// The browser: named by `CHROMIUM`, or under one of its usual names.
pub(crate) fn chromium() -> Option<PathBuf> {
    named("CHROMIUM").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| which(name))
    })
}

/// What drives the browser in the widgets' tests: named by `CHROMEDRIVER`, or on PATH.
pub(crate) fn chromedriver() -> Option<PathBuf> {
    named("CHROMEDRIVER").or_else(|| which("chromedriver"))
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_packages_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(numbers("0.22.0-beta.1") > numbers(TRUNK));
        assert!(numbers("0.21.9") < numbers(TRUNK));
    }
}
