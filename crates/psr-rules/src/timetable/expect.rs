//! Compares a timetable with what a scenario expects of it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{judge_deadline, reckon};
use crate::pack::model::{Expectation, Pack, TimetableScenario};

/// Returns everything that comes out otherwise than the scenario says.
pub fn differences(pack: &Pack, scenario: &TimetableScenario) -> Vec<String> {
    let found = match (reckon(pack, &scenario.given, scenario.as_of), &scenario.refused) {
        (Ok(found), None) => found,
        (Ok(_), Some(expected)) => return vec![format!("a timetable was found; expected a refusal with `{expected}`")],
        (Err(error), Some(expected)) if error.to_string().contains(expected.as_str()) => return Vec::new(),
        (Err(error), _) => return vec![error.to_string()],
    };
    let value = serde_json::to_value(&found).unwrap_or_default();
    let mut wrong = Vec::new();
    for (key, expected) in &scenario.expects {
        compare(key, value.get(key), expected, &mut wrong);
    }
    if let Some((stated, expected)) = &scenario.states {
        let calendar = pack.timetable.as_ref().and_then(|rules| pack.calendars.get(&rules.calendar));
        let judged = found.deadline.zip(calendar).map(|(right, calendar)| judge_deadline(stated, right, calendar));
        let got = match judged {
            None => "nothing to judge it by".to_owned(),
            Some(Ok(verdict)) => verdict.to_string(),
            Some(Err(error)) => error.to_string(),
        };
        if got != *expected {
            wrong.push(format!("`{stated}`: got {got}, expected {expected}"));
        }
    }
    wrong
}

fn compare(path: &str, got: Option<&Value>, expected: &Expectation, wrong: &mut Vec<String>) {
    let otherwise = |wrong: &mut Vec<String>, expected: &str| {
        let got = got.map_or_else(|| "nothing".to_owned(), shown);
        wrong.push(format!("{path}: got {got}, expected {expected}"));
    };
    match (expected, got) {
        (Expectation::Nothing, None) => {}
        (Expectation::Nothing, Some(_)) => otherwise(wrong, "nothing"),
        (Expectation::Text(text), Some(value)) if shown(value) == *text => {}
        (Expectation::Text(text), _) => otherwise(wrong, text),
        (Expectation::Map(entries), Some(Value::Object(map))) => keys(path, entries, map, wrong),
        (Expectation::Map(_), _) => otherwise(wrong, "an object"),
        (Expectation::List(items), Some(Value::Array(got))) if items.len() == got.len() => {
            for (place, (expected, got)) in items.iter().zip(got).enumerate() {
                compare(&format!("{path}/{}", place + 1), Some(got), expected, wrong);
            }
        }
        (Expectation::List(items), _) => otherwise(wrong, &format!("a list of {}", items.len())),
    }
}

fn keys(
    path: &str,
    entries: &BTreeMap<String, Expectation>,
    map: &serde_json::Map<String, Value>,
    wrong: &mut Vec<String>,
) {
    for (key, expected) in entries {
        compare(&format!("{path}/{key}"), map.get(key), expected, wrong);
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
