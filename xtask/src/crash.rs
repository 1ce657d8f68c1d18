//! `cargo xtask crash`: kills the server at random moments while clients use it, or lets two administrators race.

use crate::shell::{Done, cargo, run};

/// The kills of a run that names no number.
const KILLS: u64 = 1_000;

/// Runs the test with this many kills, or with this many races instead; without `--seed`, at the moments of the daily
/// test.
pub(crate) fn kill(options: &[String]) -> Done {
    let races = options.iter().any(|option| option == "--race");
    let mut test = cargo([
        "test",
        "--locked",
        "--package",
        "attache-server",
        "--test",
        "program",
    ]);
    test.args([if races { "races::" } else { "kills::" }, "--", "--nocapture"]);
    test.env("ATTACHE_KILLS", KILLS.to_string());
    for pair in options.chunks(2) {
        let variable = match pair.first().map(String::as_str) {
            Some("--kills") => "ATTACHE_KILLS",
            Some("--seed") => "ATTACHE_SEED",
            Some("--race") => "ATTACHE_RACES",
            _ => return Err(format!("`{}` is not an option; see --help", pair.join(" "))),
        };
        let number = pair.get(1).and_then(|text| text.parse::<u64>().ok());
        let number = number.ok_or_else(|| format!("`{}` needs a whole number", pair.join(" ")))?;
        test.env(variable, number.to_string());
    }
    run(&mut test)
}
