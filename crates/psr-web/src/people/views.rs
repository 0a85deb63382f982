//! Views of what legal advice makes privileged: each is written down on the desk before anything is shown.

use psr_recorder::RecordId;
use serde::{Deserialize, Serialize};

use super::Who;
use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "viewed";

/// Somebody looked at what is privileged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Their name.
    pub name: String,
    /// Who they are to whoever vouches for them.
    pub subject: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    /// The entry that they saw.
    pub entry: u64,
}

/// Writes a view down.
pub(crate) async fn record(site: &Site, who: &Who, case: RecordId, entry: u64) -> Result<(), Problem> {
    let subject = who.person().map(|person| person.subject.clone()).unwrap_or_default();
    let view = View { name: who.name()?, subject, at: site.now(), entry };
    // The instant orders the views of a case; the secret keeps apart those of one instant.
    let key = format!("{}{:020}/{}", under(case), view.at.timestamp_micros(), site.secret());
    let body = serde_json::to_string(&view).map_err(|error| Problem::fault(error.to_string()))?;
    let desk = site.desk().clone();
    blocking(move || Ok(desk.put(KIND, &key, &body, None)?)).await
}

/// Returns the views of a case, newest first.
pub(crate) async fn of(site: &Site, case: RecordId) -> Result<Vec<View>, Problem> {
    let desk = site.desk().clone();
    let all = blocking(move || Ok(desk.under(KIND, &under(case))?)).await?;
    Ok(all.iter().rev().filter_map(|(_, body)| serde_json::from_str(body).ok()).collect())
}

fn under(case: RecordId) -> String {
    format!("{case}/")
}
