//! Counters for Prometheus, one registry per server: nothing is global.

use std::{fmt, time::Duration};

use axum::http::Method;
use metrics::{Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

use crate::{error::Result, exports, workspace::Workspace};

/// The registry.
pub struct Metrics(PrometheusRecorder);

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics(…)")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self(PrometheusBuilder::new().build_recorder())
    }
}

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

impl Metrics {
    /// Counts a request and its time.
    pub fn request(&self, method: &Method, status: u16, took: Duration) {
        // Only known methods: a hostile client must not make labels.
        let method = match *method {
            Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE => {
                method.as_str()
            }
            _ => "other",
        };
        let labels = vec![
            Label::new("method", method.to_owned()),
            Label::new("status", status.to_string()),
        ];
        let counted = Key::from_parts("attache_http_requests_total", labels);
        self.0.register_counter(&counted, &METADATA).increment(1);
        let timed = Key::from_name("attache_http_request_seconds");
        self.0
            .register_histogram(&timed, &METADATA)
            .record(took.as_secs_f64());
    }

    /// Prometheus' text, with gauges read from the database now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn render(&self, workspace: &Workspace) -> Result<String> {
        for (state, count) in exports::count_by_state(workspace).await? {
            let key = Key::from_parts("attache_exports", vec![Label::new("state", state.as_str())]);
            self.0.register_gauge(&key, &METADATA).set(count);
        }
        let rate = Key::from_name("attache_clock_rate");
        self.0
            .register_gauge(&rate, &METADATA)
            .set(workspace.clock.rate());
        Ok(self.0.handle().render())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::table;

    #[test]
    fn every_method_of_the_route_table_is_counted_by_its_name() {
        for route in table() {
            let name = serde_json::to_value(&route.method).unwrap();
            let name = name.as_str().unwrap().to_uppercase();
            let metrics = Metrics::default();
            let method = Method::from_bytes(name.as_bytes()).unwrap();
            metrics.request(&method, 200, Duration::ZERO);
            let text = metrics.0.handle().render();
            assert!(
                text.contains(&format!("method=\"{name}\"")),
                "{} {name}: {text}",
                route.path
            );
        }
    }
}
