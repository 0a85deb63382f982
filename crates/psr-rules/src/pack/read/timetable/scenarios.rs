//! Reads the scenarios that expect something of the timetable: those with `timetable:`.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Around;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::fields::Fields;
use crate::pack::model::{Expectation, TimetableRules, TimetableScenario};
use crate::pack::node::Value;
use crate::pack::read::folder::{File, Folder};
use crate::timetable::given;

/// Answers whether a scenario is one of the timetable.
pub(crate) fn is_of_timetable(file: &File) -> bool {
    matches!(&file.root.value, Value::Map(entries, _) if entries.iter().any(|(key, _)| key.text == "timetable"))
}

/// Reads the scenarios of the timetable.
pub(crate) fn read_scenarios(
    around: &Around<'_>,
    rules: Option<&TimetableRules>,
    findings: &Findings,
) -> Vec<TimetableScenario> {
    let scenarios = around.files.iter().filter(|file| file.folder == Folder::Scenarios && is_of_timetable(file));
    scenarios.filter_map(|file| scenario(file, around, rules, findings)).collect()
}

fn scenario(
    file: &File,
    around: &Around<'_>,
    rules: Option<&TimetableRules>,
    findings: &Findings,
) -> Option<TimetableScenario> {
    let mut fields = file.cursor(findings).fields()?;
    let name = fields.required("name").and_then(|c| c.words());
    let given_at = fields.required("timetable");
    let as_of = fields.optional("as-of").map(|c| c.date());
    let expects = fields.optional("expects").map(|at| entries(at).unwrap_or_default());
    let states = states(&mut fields);
    let refused = fields.optional("refused").and_then(|c| c.scalar()).map(|scalar| scalar.text.clone());
    if expects.is_none() && states.is_none() && refused.is_none() && fields.is_whole() {
        fields
            .whole()
            .error("the scenario expects nothing", "add `expects:`, `states:` with `verdict:`, or `refused:`");
    }
    fields.finish();
    let Some(rules) = rules else {
        if !around.files.iter().any(|file| file.folder == Folder::Timetable) {
            given_at?.error("the pack has no timetable.yaml", "add it, or remove the scenario");
        }
        return None;
    };
    let (calendar, begins) = (around.calendars.get(&rules.calendar)?, around.index.begins?);
    let given = given_at.and_then(|at| given(at, rules, calendar, begins));
    let as_of: Option<NaiveDate> = as_of.unwrap_or(None);
    let expects = expects.unwrap_or_default();
    Some(TimetableScenario { path: file.path.clone(), name: name?, given: given?, as_of, expects, states, refused })
}

fn states(fields: &mut Fields<'_>) -> Option<(String, String)> {
    let stated = fields.optional("states")?;
    let verdict = fields.required("verdict").and_then(|c| c.words());
    Some((stated.words()?, verdict?))
}

fn entries(at: Cursor<'_>) -> Option<BTreeMap<String, Expectation>> {
    Some(at.fields()?.entries().map(|(key, value)| (key.text.clone(), expectation(value))).collect())
}

fn expectation(at: Cursor<'_>) -> Expectation {
    match &at.node.value {
        Value::Scalar(scalar) if scalar.plain && scalar.text == "none" => Expectation::Nothing,
        Value::Scalar(scalar) => Expectation::Text(scalar.text.clone()),
        Value::List(..) => Expectation::List(at.items().unwrap_or_default().into_iter().map(expectation).collect()),
        _ => Expectation::Map(entries(at).unwrap_or_default()),
    }
}
