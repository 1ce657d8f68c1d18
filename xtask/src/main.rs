//! `cargo xtask`: the project's commands. `cargo xtask --help` lists them.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "commands talk to people"
)]

mod bench;
mod console;
mod crash;
mod demo;
mod help;
mod setup;
mod shell;
mod test;
mod tools;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (own, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (&arguments[..], &[][..]),
    };
    let command = own.first().map(String::as_str);
    if own
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
        || command.is_none()
    {
        // Ignore a reader that closes the pipe.
        let _ = writeln!(io::stdout(), "{}", help::of(command));
        return ExitCode::SUCCESS;
    }
    let options = &own[1..];
    let result = match command {
        Some("setup") => no_options(options).and_then(|()| setup::everything()),
        Some("demo") => no_options(options).and_then(|()| demo::serve(passed_on)),
        Some("test") => test::run(options),
        Some("crash") => crash::kill(options),
        Some("bench") => no_options(options).and_then(|()| bench::run(passed_on)),
        _ => Err(format!("no such command\n\n{}", help::ALL)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask {}: {error}", own.join(" "));
            ExitCode::FAILURE
        }
    }
}

fn no_options(options: &[String]) -> shell::Done {
    match options.first() {
        None => Ok(()),
        Some(option) => Err(format!("`{option}` is not an option of this command; see --help")),
    }
}
