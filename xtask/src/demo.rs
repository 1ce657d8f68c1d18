//! `cargo xtask demo`: builds and runs everything.

use std::{env, process::Command};

use crate::{
    console, setup,
    shell::{Done, cargo, root, run},
};

/// Builds and serves. `flags` go to `attache serve`.
pub(crate) fn serve(flags: &[String]) -> Done {
    setup::for_building()?;
    console::build()?;
    run(&mut cargo([
        "build",
        "--release",
        "--locked",
        "--package",
        "attache-server",
    ]))?;
    let mut server = Command::new(root().join("target/release/attache"));
    server.arg("serve").args(flags).current_dir(root());
    // Set as environment variables, so that flags take precedence.
    for (variable, value) in [("ATTACHE_DATA", "target/demo"), ("ATTACHE_UI", "dist")] {
        if env::var_os(variable).is_none() {
            server.env(variable, value);
        }
    }
    println!(
        "\nStarting Attaché; open http://localhost:3000 (or what its own line says) as soon as it is ready.\n\
         Its world lies in target/demo: deleting that folder resets it. Ctrl-C ends it.\n"
    );
    become_the(server)
}

/// Replaces this process with the server, so that Ctrl-C and SIGTERM reach only the server.
#[cfg(unix)]
fn become_the(mut server: Command) -> Done {
    use std::os::unix::process::CommandExt;
    Err(format!("the server cannot be started: {}", server.exec()))
}

#[cfg(not(unix))]
fn become_the(mut server: Command) -> Done {
    run(&mut server)
}
