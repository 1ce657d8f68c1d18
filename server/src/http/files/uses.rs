//! Every use of a link is recorded: who held it, what they asked for, and whether they got it. Never the query, which has
//! the signature.

use axum::http::{Method, header, request::Parts};
use serde_json::{Value, json};

use super::{
    error::FileError,
    object::{Object, Part},
};
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
fn named(path: &str) -> Option<(String, Value)> {
    let path = String::from_utf8(decode(path).into_owned()).ok()?;
    let key = path.strip_prefix('/')?.strip_prefix(BUCKET)?.strip_prefix('/')?;
    let Object { export, part } = Object::parse(key)?;
    let mut asked = json!({ "bucketName": BUCKET, "exportId": export });
    match part {
        Part::Attachment { id, .. } => asked["attachmentId"] = cut(id).into(),
        Part::Manifest(format) => asked["format"] = format.extension().into(),
    }
    Some((export.to_owned(), asked))
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

/// Records a use. `account` is that of the export if a file was found: then the export exists; otherwise a use is recorded
/// only if its path names an export that does, so that strangers cannot fill the log.
///
/// # Errors
/// When it can be neither written nor kept for a moment: the file must not be given away then.
pub(super) async fn record(
    workspace: &Workspace,
    request: &Parts,
    origin: Origin,
    account: Option<Option<String>>,
    refused: Option<&FileError>,
) -> Result<()> {
    let action = match request.method {
        Method::GET => "s3:GetObject",
        Method::HEAD => "s3:HeadObject",
        _ => return Ok(()),
    };
    let Some((export, mut asked)) = named(request.uri.path()) else {
        return Ok(());
    };
    let account = match account {
        Some(account) => account,
        None => {
            let mut conn = workspace.store.read().await?;
            match store::exports::get(&mut conn, &export).await? {
                Some(export) => export.account_id,
                None => return Ok(()),
            }
        }
    };
    let outcome = match refused {
        None => Outcome::Allowed,
        Some(FileError::Refused(_)) => Outcome::Denied,
        Some(_) => Outcome::Failed,
    };
    let range = request
        .headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok());
    if let Some(range) = range {
        asked["range"] = cut(range).into();
    }
    let link = Identity {
        kind: "Link",
        id: export,
        name: "Link".to_owned(),
    };
    let event = Event::new(
        workspace.random.id(),
        workspace.now(),
        action,
        link,
        outcome,
        origin,
    );
    let event = event.request(asked).about(account);
    let event = match refused.map(FileError::told) {
        Some((code, message)) => event.refused(code, message),
        None => event,
    };
    workspace.audit.later(event).await
}
