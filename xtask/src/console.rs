//! The console's release build, which runs only if an input has changed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    shell::{Done, output, path_with, program, root, run},
    tools,
};

/// Maximum bytes, at brotli level 11, that a browser fetches before the console shows anything. Other pages are loaded
/// on demand: see app/src/pages/on_demand.rs.
const LIMIT: u64 = 265_000;
/// The inputs of the build.
const INPUTS: [&str; 8] = [
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "e2e/package-lock.json",
    "public",
    "style",
    "wire",
];

/// Builds `dist/` unless it is up to date.
pub(crate) fn build() -> Done {
    let wanted = fingerprint().map_err(|error| format!("the console's sources cannot be read: {error}"))?;
    let stamp = root().join("target/console/release-build");
    let is_fresh = || fs::read_to_string(&stamp).is_ok_and(|made| made == format!("{wanted:x} {:x}", page()));
    if is_fresh() {
        println!("The console in dist/ is up to date.");
        return Ok(());
    }
    let mut trunk = program("trunk", ["build", "--release"]);
    // Trunk 0.21.14 fails on NO_COLOR=1, the usual value.
    run(trunk
        .env_remove("NO_COLOR")
        .env("PATH", path_with(&tools::first_on_path())))?;
    let made = format!("{wanted:x} {:x}", page());
    fs::write(&stamp, made).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

/// Measures and prints the size of `dist/`. Returns the bytes fetched before the console shows anything.
///
/// # Errors
/// If these bytes exceed [`LIMIT`].
pub(crate) fn weigh() -> Result<u64, String> {
    let report = output(&mut program("node", ["e2e/weigh.mjs", "dist"]))
        .ok_or("dist/ cannot be weighed; is the console built, and Node installed?")?;
    println!("{report}");
    let total = report
        .lines()
        .last()
        .and_then(|line| line.split_whitespace().nth(1));
    let total: u64 = total
        .and_then(|bytes| bytes.parse().ok())
        .ok_or("no total in the report")?;
    if total > LIMIT {
        return Err(format!(
            "the console's start weighs {total} bytes as brotli; it may weigh {LIMIT}: load another page on demand"
        ));
    }
    println!(
        "The console's start weighs {} % of the {LIMIT} bytes that it may.",
        total * 100 / LIMIT
    );
    Ok(total)
}

/// Identifies the build in `dist/`: its page names every other file with a hash.
fn page() -> u64 {
    fnv(0, &fs::read(root().join("dist/index.html")).unwrap_or_default())
}

/// Returns a hash of the names and contents of all inputs.
fn fingerprint() -> io::Result<u64> {
    let mut files = Vec::new();
    for input in INPUTS {
        gather(&root().join(input), &mut files)?;
    }
    files.sort();
    files.iter().try_fold(0, |hash, file| {
        let hash = fnv(hash, file.to_string_lossy().as_bytes());
        Ok(fnv(hash, &fs::read(file)?))
    })
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        gather(&entry?.path(), files)?;
    }
    Ok(())
}

/// Computes FNV-1a (64 bits), which is good enough to notice changes.
fn fnv(start: u64, bytes: &[u8]) -> u64 {
    let start = start ^ 0xcbf2_9ce4_8422_2325;
    bytes.iter().chain(&[0xff]).fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
