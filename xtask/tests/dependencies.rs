//! Checks that every dependency is used by the code it is declared for. An unused one still costs compilation time and
//! updates.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

#[test]
fn every_dependency_is_used() {
    let mut unused = Vec::new();
    for package in packages() {
        let folder = Path::new(package["manifest_path"].as_str().unwrap())
            .parent()
            .unwrap();
        let program = sources(folder, &["src", "build.rs"]);
        let with_tests = program.clone() + &sources(folder, &["tests", "benches", "examples"]);
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["rename"]
                .as_str()
                .or(dependency["name"].as_str())
                .unwrap();
            let (code, of) = match dependency["kind"].as_str() {
                Some("dev") => (&with_tests, "its tests"),
                _ => (&program, "its program"),
            };
            if !uses(code, &name.replace('-', "_")) {
                unused.push(format!("{}: {name} is not named in {of}", package["name"]));
            }
        }
    }
    assert!(
        unused.is_empty(),
        "\n{}\nDelete it from Cargo.toml, or move it to [dev-dependencies] if only tests use it.",
        unused.join("\n")
    );
}

#[test]
fn a_name_counts_as_used_only_at_the_start_of_a_path() {
    assert!(uses("let x = hex::encode(y);", "hex"));
    assert!(uses("use hex;", "hex"));
    assert!(uses("use hex as sixteen;", "hex"));
    assert!(uses("use ::hex::encode;", "hex"));
    assert!(!uses("use crate::hex::encode;", "hex"));
    assert!(!uses("vortex_hex::encode(y)", "hex"));
    assert!(!uses("let hex = 1;", "hex"));
}

/// Returns the crates of the workspace.
fn packages() -> Vec<Value> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&cargo.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().clone();
    assert!(packages.len() > 3, "too few crates found");
    packages
}

/// Returns the Rust code below these paths, without comment lines.
fn sources(folder: &Path, below: &[&str]) -> String {
    let mut paths: Vec<PathBuf> = below.iter().map(|path| folder.join(path)).collect();
    let mut code = String::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|end| end == "rs") && path.is_file() {
            let text = fs::read_to_string(path).unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            code.extend(lines.flat_map(|line| [line, "\n"]));
        }
    }
    code
}

/// Returns true if the code names the crate: at the start of a path, or in `use name;` or `use name as …`.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].trim_end_matches("::");
        let in_a_path = before.len() < at;
        let begins = match before.chars().next_back() {
            Some(last) if in_a_path => !(last.is_alphanumeric() || "_>".contains(last)),
            Some(last) => !(last.is_alphanumeric() || last == '_'),
            None => true,
        };
        let after = &code[at + name.len()..];
        let whole = before.ends_with("use ") && (after.starts_with(';') || after.starts_with(" as "));
        begins && (after.starts_with("::") || whole)
    })
}
