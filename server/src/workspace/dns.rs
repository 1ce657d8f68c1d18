//! Look-up of TXT records: the [`Resolver`] interface of a workspace, and the system's DNS.

use std::{net::SocketAddr, time::Duration};

use futures::future::BoxFuture;
use hickory_resolver::{
    ResolverBuilder, TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
    proto::rr::RData,
};

use crate::clock::Millis;

/// The DNS did not answer: a failure of this machine or the network, which says nothing about the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the DNS did not answer")]
pub struct NoAnswer;

/// Looks up TXT records.
pub trait Resolver: Send + Sync {
    /// Returns the values at `name` (without a trailing dot), as of the simulated time `now`; empty if the name does
    /// not exist.
    fn txt<'a>(&'a self, name: &'a str, now: Millis) -> BoxFuture<'a, Result<Vec<String>, NoAnswer>>;

    /// Returns true if people can add records in the console.
    fn is_simulated(&self) -> bool {
        false
    }
}

/// How long a server has to answer a question, which is asked twice, because one may be lost.
const PATIENCE: Duration = Duration::from_secs(1);

/// The real DNS, through the operating system's configured resolvers.
pub struct System(TokioResolver);

impl System {
    /// Reads the operating system's settings.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn new() -> anyhow::Result<Self> {
        Self::with(TokioResolver::builder_tokio()?)
    }

    /// Asks this name server only.
    ///
    /// # Errors
    /// When the resolver cannot be created.
    pub fn of(name_server: SocketAddr) -> anyhow::Result<Self> {
        let mut udp = ConnectionConfig::udp();
        udp.port = name_server.port();
        let server = NameServerConfig::new(name_server.ip(), true, vec![udp]);
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        Self::with(TokioResolver::builder_with_config(
            config,
            TokioRuntimeProvider::default(),
        ))
    }

    fn with(mut builder: ResolverBuilder<TokioRuntimeProvider>) -> anyhow::Result<Self> {
        // Administrators who check again have just added the record, so a cached "missing" must not be the answer.
        builder.options_mut().cache_size = 0;
        builder.options_mut().timeout = PATIENCE;
        builder.options_mut().attempts = 1;
        Ok(Self(builder.build()?))
    }
}

impl Resolver for System {
    fn txt<'a>(&'a self, name: &'a str, _: Millis) -> BoxFuture<'a, Result<Vec<String>, NoAnswer>> {
        Box::pin(async move {
            // The trailing dot prevents search domains.
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
