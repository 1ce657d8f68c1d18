//! `attache user …`: who may sign in, on the machine that holds the data.

use std::{
    io::{self, BufRead, IsTerminal, Read, Write},
    path::Path,
    sync::Arc,
};

use anyhow::{Context, bail};

use crate::{
    access::passwords::{MAX_BYTES, Password},
    administration::principals::{New, Principals},
    cli::{User, UserCommand},
    clock::SystemWall,
    random::Random,
    store::{Store, principals::PrincipalRow},
    workspace::data_dir::DataDir,
};

/// Runs the command. Works beside a running server, and takes effect there with the next call.
///
/// # Errors
/// When the command fails; the message says how to fix it, and nothing has changed.
pub async fn run(user: User) -> anyhow::Result<()> {
    let principals = open(&user.data).await?;
    let done = command(&principals, user.command).await;
    principals.close().await;
    writeln!(io::stdout(), "{}", done?)?;
    Ok(())
}

async fn open(folder: &Path) -> anyhow::Result<Principals> {
    let store = Store::open_existing(&DataDir::existing_database(folder)?).await?;
    let random = Random::from_system().context("the operating system provides no randomness")?;
    let wall = Arc::new(SystemWall::default());
    Ok(Principals::open(store, folder, wall, random).await?)
}

async fn command(principals: &Principals, command: UserCommand) -> anyhow::Result<String> {
    match command {
        UserCommand::Add(add) => {
            let new = New {
                id: add.id.into(),
                name: add.name,
                description: add.description,
                policies: add.policy,
                tags: add.tag,
            };
            principals.free(&new).await?;
            principals.add(&new, &password(add.password_stdin)?).await?;
            let id = &new.id;
            Ok(match new.policies.is_empty() {
                true => {
                    format!("{id} can sign in but has no permissions yet. Attach a policy in the console.")
                }
                false => format!("{id} can sign in."),
            })
        }
        UserCommand::Passwd { id, password_stdin } => {
            let id = id.into();
            principals.known(&id).await?;
            let ended = principals.set_password(&id, &password(password_stdin)?).await?;
            Ok(format!("{id} has a new password. {}", sessions(ended)))
        }
        UserCommand::Disable { id } => {
            let id = id.into();
            let (ended, cancelled) = principals.disable(&id).await?;
            let requests = match cancelled {
                0 => "",
                1 => " Their running request was cancelled.",
                _ => " Their running requests were cancelled.",
            };
            let sessions = sessions(ended);
            Ok(format!("{id} can no longer sign in. {sessions}{requests}"))
        }
        UserCommand::Enable { id } => {
            let id = id.into();
            principals.enable(&id).await?;
            Ok(format!("{id} can sign in again."))
        }
        UserCommand::List => Ok(table(&principals.list().await?)),
    }
}

fn sessions(ended: usize) -> String {
    match ended {
        0 => "No sessions were open.".to_owned(),
        1 => "Their session was ended.".to_owned(),
        many => format!("Their {many} sessions were ended."),
    }
}

/// Asks for a new password twice without showing it, or reads one line from standard input.
fn password(from_stdin: bool) -> anyhow::Result<Password> {
    if from_stdin {
        let mut line = String::new();
        // Read a little more than the limit, so that a password that is too long is detected.
        let mut input = io::stdin().lock().take(MAX_BYTES as u64 * 4);
        input
            .read_line(&mut line)
            .context("cannot read the password from standard input")?;
        let line = line.strip_suffix('\n').unwrap_or(&line);
        return Ok(Password::new(line.strip_suffix('\r').unwrap_or(line))?);
    }
    if !io::stdin().is_terminal() {
        bail!("no terminal to ask for the password; pipe it to standard input with --password-stdin");
    }
    let first = rpassword::prompt_password("New password: ")?;
    let password = Password::new(&first)?;
    if rpassword::prompt_password("Repeat password: ")? != first {
        bail!("the passwords do not match; nothing was changed");
    }
    Ok(password)
}

/// Formats principals as a table, one per line.
fn table(rows: &[PrincipalRow]) -> String {
    let state = |row: &PrincipalRow| match (row.disabled, row.has_password) {
        (true, _) => "disabled",
        (false, true) => "password",
        (false, false) => "no password",
    };
    let heads = ["ID", "NAME", "SIGN-IN", "POLICIES"].map(str::to_owned);
    let rows = rows.iter().map(|row| {
        [
            row.id.to_string(),
            row.name.clone(),
            state(row).to_owned(),
            row.policies.clone(),
        ]
    });
    let rows: Vec<_> = std::iter::once(heads).chain(rows).collect();
    let widest = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [0, 1, 2].map(widest);
    let line = |[id, name, state, policies]: &[String; 4]| {
        let [a, b, c] = widths;
        format!("{id:a$}  {name:b$}  {state:c$}  {policies}")
            .trim_end()
            .to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
