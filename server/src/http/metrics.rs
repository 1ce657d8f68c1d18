//! Counters for Prometheus, with one registry per server and no global state.

use std::{
    collections::HashSet,
    fmt,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use axum::http::Method;
use metrics::{Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

use super::{Route, table};
use crate::{error::Result, exports, tasks::Tasks, workspace::Workspace};

/// The registry.
pub struct Metrics {
    recorder: PrometheusRecorder,
    /// Methods that are counted by name. A client can make up others, which must not become labels.
    known: HashSet<Method>,
    requests: AtomicU64,
}

/// Requests after which the durations are put into their buckets. Until then, each is kept.
const UPKEEP_EVERY: u64 = 4_096;

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics(…)")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        // axum also answers `HEAD` wherever there is a `GET`.
        let known = table()
            .into_iter()
            .map(|route: Route| route.method())
            .chain([Method::HEAD]);
        Self {
            recorder: PrometheusBuilder::new().build_recorder(),
            known: known.collect(),
            requests: AtomicU64::new(0),
        }
    }
}

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

impl Metrics {
    /// Counts a request and its duration.
    pub fn request(&self, method: &Method, status: u16, took: Duration) {
        let method = match self.known.contains(method) {
            true => method.as_str(),
            false => "other",
        };
        let labels = vec![
            Label::new("method", method.to_owned()),
            Label::new("status", status.to_string()),
        ];
        let counted = Key::from_parts("attache_http_requests_total", labels);
        self.recorder.register_counter(&counted, &METADATA).increment(1);
        let timed = Key::from_name("attache_http_request_seconds");
        self.recorder
            .register_histogram(&timed, &METADATA)
            .record(took.as_secs_f64());
        if self
            .requests
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(UPKEEP_EVERY)
        {
            self.recorder.handle().run_upkeep();
        }
    }

    /// Renders Prometheus' text format, with gauges read from the database now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn render(&self, workspace: &Workspace, tasks: &Tasks) -> Result<String> {
        for (task, restarts) in tasks.restarts() {
            let key = Key::from_parts("attache_task_restarts_total", vec![Label::new("task", task)]);
            self.recorder.register_counter(&key, &METADATA).absolute(restarts);
        }
        for (state, count) in exports::count_by_state(workspace).await? {
            let key = Key::from_parts("attache_exports", vec![Label::new("state", state.as_str())]);
            self.recorder.register_gauge(&key, &METADATA).set(count);
        }
        let rate = Key::from_name("attache_clock_rate");
        self.recorder
            .register_gauge(&rate, &METADATA)
            .set(workspace.clock.rate());
        Ok(self.recorder.handle().render())
    }
}
