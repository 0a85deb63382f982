//! Documents that went out with days that are no longer right.

use std::collections::BTreeMap;

use psr_rules::pack::model::Severity;

use super::Gap;
use crate::casebook::Case;
use crate::event::Made;
use crate::notice;
use crate::state::Recorded;

/// Points out documents whose days were reckoned from a planned publication that turned out otherwise. Of several of the same kind the last counts.
pub(super) fn gaps(case: &Case) -> Vec<Gap> {
    let mut last: BTreeMap<(&str, Option<&str>), &Recorded<Made>> = BTreeMap::new();
    for made in &case.state.documents {
        last.insert((&made.what.document, made.what.to.as_deref()), made);
    }
    last.into_values().filter_map(|made| overtaken(case, made)).collect()
}

fn overtaken(case: &Case, made: &Recorded<Made>) -> Option<Gap> {
    let planned = made.what.planned?;
    let notice = notice::find(case.rulebook.pack(), &made.what.document)?;
    let event = notice.runs_from.as_ref()?;
    let happened = case.state.happened.iter().rfind(|happened| happened.what.event == *event)?;
    if happened.what.on == planned {
        return None;
    }
    let words = |day: chrono::NaiveDate| day.format("%-d %B %Y").to_string();
    let to = made.what.to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
    let message = format!(
        "“{}”{to} states days reckoned from publication on {}, as planned then; it was on {}.",
        notice.title,
        words(planned),
        words(happened.what.on)
    );
    Some(Gap {
        provisions: notice.required_by.iter().map(ToString::to_string).collect(),
        entries: vec![made.seq, happened.seq],
        ..Gap::of_every_stage(
            "document-with-other-days",
            Severity::Warns,
            message,
            "make it again, and send it again where it was sent",
        )
    })
}
