//! Records refused uses of links: where they came from, what was requested, and why it was refused. Never records the
//! query, which contains the signature. Other uses are in [`crate::workspace::use_log`].

use attache_wire::id::{AccountId, ExportId};
use serde_json::{Value, json};

use super::{Object, Part};
use crate::{
    audit::{Event, Identity, Origin, Outcome, holder},
    error::Result,
    signing::{BUCKET, decode, object_key},
    store,
    workspace::{Workspace, refusals::Kind},
};

/// Maximum length of caller-supplied text in a record, in characters.
pub const MAX_TEXT: usize = 100;

/// Returns the export that a path names and the request parameters to record; `None` if the path is not shaped like a
/// link. The export and the object may not exist.
fn named(path: &str) -> Option<(ExportId, Value)> {
    let key = object_key(&decode(path)?)?;
    let Object { export, part } = Object::parse(&key)?;
    let mut asked = json!({ "bucketName": BUCKET, "exportId": export });
    match part {
        Part::Attachment { id, .. } => asked["attachmentId"] = cut(&id).into(),
        Part::Manifest(format) => asked["format"] = format.extension().into(),
    }
    Some((export, asked))
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

/// A refused request to the files site.
#[derive(Debug)]
pub struct RefusedUse<'a> {
    /// `GET` or `HEAD`; no other method is recorded.
    pub method: &'a str,
    /// The raw path.
    pub path: &'a str,
    /// The `Range` header.
    pub range: Option<&'a str>,
    /// The request's origin.
    pub origin: Origin,
    /// The account of the linked file (`Some(None)` for a person's own file); `None` if no file was found.
    pub found: Option<Option<AccountId>>,
    /// The outcome.
    pub outcome: Outcome,
    /// Code and message of the refusal.
    pub refusal: (&'static str, &'static str),
}

/// Records a refused use, if the path names an existing export. Counts repeated ones instead of recording each, so that
/// strangers cannot fill the log.
///
/// # Errors
/// When the event can be neither written nor queued.
pub async fn record(workspace: &Workspace, used: RefusedUse<'_>) -> Result<()> {
    let action = match used.method {
        "GET" => "s3:GetObject",
        "HEAD" => "s3:HeadObject",
        _ => return Ok(()),
    };
    let Some((export, mut asked)) = named(used.path) else {
        return Ok(());
    };
    let account = match used.found {
        Some(account) => account,
        None => {
            let mut conn = workspace.store.read().await?;
            match store::exports::get(&mut conn, &export).await? {
                Some(export) => export.account_id,
                None => return Ok(()),
            }
        }
    };
    if let Some(range) = used.range {
        asked["range"] = cut(range).into();
    }
    let kind = Kind {
        export: export.clone(),
        account: account.clone(),
        operation: action,
        address: used.origin.address.map(holder),
        refusal: used.refusal,
        denied: used.outcome == Outcome::Denied,
    };
    if !workspace.refusals.count(kind, workspace.clock.wall().elapsed()) {
        return Ok(());
    }
    let (code, message) = used.refusal;
    let event = event(workspace, action, export, used.outcome, used.origin);
    let event = event.request(asked).about(account).refused(code, message);
    workspace.audit.later(event).await
}

/// Records how many refusals were not recorded one by one: of the last minute or, at the end, of all.
///
/// # Errors
/// When an event can be neither written nor queued.
pub async fn record_counts(workspace: &Workspace, all: bool) -> Result<()> {
    let now = (!all).then(|| workspace.clock.wall().elapsed());
    for (kind, more) in workspace.refusals.take(now) {
        let origin = Origin {
            address: kind.address,
            ..Origin::default()
        };
        let outcome = match kind.denied {
            true => Outcome::Denied,
            false => Outcome::Failed,
        };
        let asked = json!({ "bucketName": BUCKET, "exportId": kind.export, "repeated": more });
        let (code, message) = kind.refusal;
        let event = event(workspace, kind.operation, kind.export, outcome, origin);
        let event = event.request(asked).about(kind.account).refused(code, message);
        workspace.audit.later(event).await?;
    }
    Ok(())
}

fn event(
    workspace: &Workspace,
    operation: &'static str,
    export: ExportId,
    outcome: Outcome,
    origin: Origin,
) -> Event {
    let link = Identity {
        kind: "Link",
        id: export.into(),
        name: "Link".to_owned(),
    };
    Event::new(
        workspace.random.id(),
        workspace.now(),
        operation,
        link,
        outcome,
        origin,
    )
}
