//! Every use of a link is recorded: who held it, what they asked for, and whether they got it. Never the query, which has
//! the signature.

use attache_wire::{id::AccountId, id::ExportId};
use serde_json::{Value, json};

use super::{Object, Part};
use crate::{
    audit::{Event, Identity, Origin, Outcome},
    error::Result,
    signing::{BUCKET, decode},
    store,
    workspace::Workspace,
};

/// What is kept of what the caller may write as they like, in characters.
const MAX_TEXT: usize = 100;

/// The export that a path names, if it is shaped like a link's, and what is recorded of what it names; whether they exist is
/// another matter.
fn named(path: &str) -> Option<(ExportId, Value)> {
    let path = String::from_utf8(decode(path).into_owned()).ok()?;
    let key = path.strip_prefix('/')?.strip_prefix(BUCKET)?.strip_prefix('/')?;
    let Object { export, part } = Object::parse(key)?;
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

/// A request to the files site, and what came of it.
#[derive(Debug)]
pub struct Use<'a> {
    /// `GET` or `HEAD`; no other method is recorded.
    pub method: &'a str,
    /// The path, as it was sent.
    pub path: &'a str,
    /// The `Range` header.
    pub range: Option<&'a str>,
    /// Where the request came from.
    pub origin: Origin,
    /// The account of the file that the link led to (none for a person's own), if it led to one.
    pub found: Option<Option<AccountId>>,
    /// How it ended.
    pub outcome: Outcome,
    /// Code and message of the refusal.
    pub refusal: Option<(&'static str, &'static str)>,
}

/// Records a use. One that found no file is recorded only if its path names an export that exists, so that strangers
/// cannot fill the log.
///
/// # Errors
/// When it can be neither written nor kept for a moment: the file must not be given away then.
pub async fn record(workspace: &Workspace, used: Use<'_>) -> Result<()> {
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
    let link = Identity {
        kind: "Link",
        id: export.into(),
        name: "Link".to_owned(),
    };
    let (id, now) = (workspace.random.id(), workspace.now());
    let event = Event::new(id, now, action, link, used.outcome, used.origin);
    let event = event.request(asked).about(account);
    let event = match used.refusal {
        Some((code, message)) => event.refused(code, message),
        None => event,
    };
    workspace.audit.later(event).await
}
