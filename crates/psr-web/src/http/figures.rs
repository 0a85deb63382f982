//! Figures of the running site, as Prometheus reads them: requests by route and how they ended, how long they took, and sessions.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

/// The upper ends of the histogram's steps, in microseconds, and as they are written in seconds.
const STEPS: [(u128, &str); 10] = [
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (250_000, "0.25"),
    (500_000, "0.5"),
    (1_000_000, "1"),
    (5_000_000, "5"),
    (30_000_000, "30"),
];

/// The figures since the site was started.
#[derive(Debug, Default)]
pub(crate) struct Figures(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    requests: BTreeMap<(&'static str, String, u16), u64>,
    durations: BTreeMap<(&'static str, String), Durations>,
}

#[derive(Debug, Default, Clone)]
struct Durations {
    steps: [u64; STEPS.len()],
    count: u64,
    microseconds: u128,
}

impl Figures {
    /// Counts a request.
    pub fn count(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.requests.entry((method, route.to_owned(), status)).or_default() += 1;
        let durations = counted.durations.entry((method, route.to_owned())).or_default();
        durations.count += 1;
        durations.microseconds += took.as_micros();
        for (step, (end, _)) in durations.steps.iter_mut().zip(STEPS) {
            *step += u64::from(took.as_micros() <= end);
        }
    }

    /// Writes the figures.
    fn text(&self, sessions: usize) -> String {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        head(&mut text, "psr_requests_total", "counter", "Requests by route and how they ended.");
        for ((method, route, status), count) in &counted.requests {
            let _ = writeln!(
                text,
                "psr_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        head(&mut text, "psr_request_duration_seconds", "histogram", "How long requests took, by route.");
        for ((method, route), durations) in &counted.durations {
            durations.write(&mut text, &format!("method=\"{method}\",route=\"{route}\""));
        }
        head(&mut text, "psr_sessions", "gauge", "Sessions that have not ended.");
        let _ = writeln!(text, "psr_sessions {sessions}");
        text
    }
}

impl Durations {
    fn write(&self, text: &mut String, labels: &str) {
        let steps = self.steps.iter().zip(STEPS.map(|(_, end)| end));
        for (count, end) in steps.chain([(&self.count, "+Inf")]) {
            let _ = writeln!(text, "psr_request_duration_seconds_bucket{{{labels},le=\"{end}\"}} {count}");
        }
        let (seconds, rest) = (self.microseconds / 1_000_000, self.microseconds % 1_000_000);
        let _ = writeln!(text, "psr_request_duration_seconds_sum{{{labels}}} {seconds}.{rest:06}");
        let _ = writeln!(text, "psr_request_duration_seconds_count{{{labels}}} {}", self.count);
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// Shows the figures.
pub(crate) async fn metrics(State(site): State<Site>) -> Result<Response, Problem> {
    let of = site.clone();
    let sessions = blocking(move || crate::people::count(&of)).await?;
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], site.figures().text(sessions)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_prometheus_reads_them() {
        let figures = Figures::default();
        figures.count("GET", "/cases/{id}", 200, Duration::from_millis(7));
        figures.count("GET", "/cases/{id}", 404, Duration::from_secs(60));
        let text = figures.text(3);
        for line in [
            "psr_requests_total{method=\"GET\",route=\"/cases/{id}\",status=\"404\"} 1",
            "psr_request_duration_seconds_bucket{method=\"GET\",route=\"/cases/{id}\",le=\"0.005\"} 0",
            "psr_request_duration_seconds_bucket{method=\"GET\",route=\"/cases/{id}\",le=\"30\"} 1",
            "psr_request_duration_seconds_bucket{method=\"GET\",route=\"/cases/{id}\",le=\"+Inf\"} 2",
            "psr_request_duration_seconds_sum{method=\"GET\",route=\"/cases/{id}\"} 60.007000",
            "psr_sessions 3",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}
