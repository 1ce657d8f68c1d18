//! Pins the tools' versions and finds the tools.
//!
//! The version of wasm-bindgen comes from Cargo.lock. The versions of the npm packages (wasm-opt is in `binaryen`) come
//! from `e2e/package-lock.json`. Chromium and ChromeDriver come from the system.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::shell::{self, program, which};

/// The minimum version of Trunk, and the version to install. 0.22 needs a newer Rust.
pub(crate) const TRUNK: &str = "0.21.14";
/// The version of wasm_split_cli_support, which splits the console. It must match wasm_split_helpers in Cargo.lock.
pub(crate) const WASM_SPLIT: &str = "0.2.3";
/// The minimum major version of Node for the browser tests.
pub(crate) const NODE: u32 = 20;
/// The console's compilation target.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Returns the version of wasm-bindgen that the console is linked with. The command-line tool must have exactly this
/// version.
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

/// Returns the version that a tool reports for `--version`: the first word that begins with a digit or `v` and a digit.
pub(crate) fn version_of(tool: &Path) -> Option<String> {
    let answer = shell::output(program(&tool.to_string_lossy(), ["--version"]).env_remove("NO_COLOR"))?;
    let word = answer
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    Some(word.to_owned())
}

/// Returns a version's numbers for comparison.
pub(crate) fn numbers(version: &str) -> Vec<u32> {
    version
        .split(['.', '-', '+'])
        .map_while(|part| part.parse().ok())
        .collect()
}

/// Returns Cargo's folder for installed programs.
pub(crate) fn cargo_home() -> PathBuf {
    let home = || env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| home().map(|home| Path::new(&home).join(".cargo")))
        .unwrap_or_else(|| shell::root().join("target/cargo-home"))
}

/// Returns the folder for a wasm-bindgen if Cargo's own folder has another version. All clones of this repository share
/// it.
pub(crate) fn private_wasm_bindgen(version: &str) -> PathBuf {
    cargo_home().join(format!("attache-tools/wasm-bindgen-{version}"))
}

/// Returns the folder for wasm-split. The program does not report its version, so the folder's name does.
pub(crate) fn wasm_split() -> PathBuf {
    cargo_home().join(format!("attache-tools/wasm-split-{WASM_SPLIT}"))
}

/// Returns the folder with the npm packages' programs.
pub(crate) fn node_bin() -> PathBuf {
    shell::root().join("e2e/node_modules/.bin")
}

/// Returns the folders that come first on PATH in every build.
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

/// Finds the browser: the one named by `CHROMIUM`, or one with a usual name on PATH.
pub(crate) fn chromium() -> Option<PathBuf> {
    named("CHROMIUM").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| which(name))
    })
}

/// Finds ChromeDriver for the widgets' tests: the one named by `CHROMEDRIVER`, or the one on PATH.
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
    fn the_locked_version_belongs_to_exactly_this_package() {
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
