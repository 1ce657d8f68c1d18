//! Looking up TXT records: the [`Resolver`] that a workspace is given, and the system's.

use futures::future::BoxFuture;
use hickory_resolver::{TokioResolver, proto::rr::RData};

use crate::clock::Millis;

/// The DNS did not answer: a failure of ours or of the network's, and no statement about records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the DNS did not answer")]
pub struct NoAnswer;

/// Looks TXT records up.
pub trait Resolver: Send + Sync {
    /// The values at `name` (without a dot at the end), as seen at the simulated time `now`; none if there is no such name.
    fn txt<'a>(&'a self, name: &'a str, now: Millis) -> BoxFuture<'a, Result<Vec<String>, NoAnswer>>;

    /// Whether people can add records to it in the console.
    fn is_simulated(&self) -> bool {
        false
    }
}

/// The real DNS, by the resolvers that the operating system is set to.
pub struct System(TokioResolver);

impl System {
    /// Reads the operating system's settings.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn new() -> anyhow::Result<Self> {
        let mut builder = TokioResolver::builder_tokio()?;
        // Administrators who ask again have just added the record: that it was missing a minute ago must not be the answer.
        builder.options_mut().cache_size = 0;
        Ok(Self(builder.build()?))
    }
}

impl Resolver for System {
    fn txt<'a>(&'a self, name: &'a str, _: Millis) -> BoxFuture<'a, Result<Vec<String>, NoAnswer>> {
        Box::pin(async move {
            // The dot at the end keeps search domains out.
            match self.0.txt_lookup(format!("{name}.")).await {
                Ok(answer) => Ok(answer
                    .answers()
                    .iter()
                    .filter_map(|record| match &record.data {
                        RData::TXT(txt) => Some(txt.txt_data.concat()),
                        _ => None,
                    })
                    .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                    .collect()),
                Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
                Err(error) => Err(unanswered(error)),
            }
        })
    }
}

pub(crate) fn unanswered(error: impl std::fmt::Display) -> NoAnswer {
    tracing::warn!(%error, "a TXT record could not be looked up");
    NoAnswer
}
