//! A body that records the use of a link when it ends: sent completely, or given up.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use crate::{
    http::App,
    workspace::use_log::{LinkUse, Target},
};

pub(super) struct Sent {
    body: Body,
    app: App,
    /// Taken when it is recorded.
    used: Option<LinkUse>,
    /// Bytes to send, if known.
    length: Option<u64>,
    /// True if the last byte is the file's last one.
    is_to_the_end: bool,
}

impl Sent {
    /// Counts the bytes of this body, the answer to a use.
    pub(super) const fn new(
        body: Body,
        app: App,
        used: LinkUse,
        length: Option<u64>,
        is_to_the_end: bool,
    ) -> Self {
        Self {
            body,
            app,
            used: Some(used),
            length,
            is_to_the_end,
        }
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Some(used) = &mut self.used {
            match &polled {
                Poll::Ready(Some(Ok(frame))) => {
                    used.record.bytes_sent += frame.data_ref().map_or(0, |data| data.len() as u64);
                }
                Poll::Ready(None) => used.record.is_complete = true,
                _ => {}
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        let Some(mut used) = self.used.take() else {
            return;
        };
        let workspace = self.app.workspace();
        let record = &mut used.record;
        record.at = workspace.now();
        record.is_complete |= self.length == Some(record.bytes_sent);
        if record.is_complete
            && self.is_to_the_end
            && let Target::Attachment(id) = &record.target
        {
            record.target = Target::Downloaded(id.clone());
        }
        workspace.uses.push(used);
    }
}
