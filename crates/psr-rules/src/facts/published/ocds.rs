//! Reads a notice from OCDS data: a release, a package of releases, or a package of records.
//!
//! What is taken from where is a table of paths. Keys that stand in no path are passed over, as the standard lets anybody add some.

use super::header::not_before_the_regime;
use super::values::held;
use super::{GivenValue, Known, NOTICES_LIMIT, Passage, PassagePlace, PublishedNotice, VALUES_LIMIT};
use crate::pack::cursor::{Cursor, Name};
use crate::pack::diagnostic::Place;
use crate::pack::model::NoticeField;
use crate::pack::node::{Meaning, Node, Value};

/// What is done with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    /// It is a field.
    Field(&'static str),
    /// It is text.
    Text,
    /// It is both.
    Both(&'static str),
    /// It is a code with its scheme.
    Code,
}

const PATHS: &[(&str, Take)] = &[
    ("date", Take::Field("published")),
    ("description", Take::Text),
    ("buyer.name", Take::Field("authority")),
    ("tender.id", Take::Field("reference")),
    ("tender.title", Take::Both("title")),
    ("tender.description", Take::Both("description")),
    ("tender.procurementMethodRationale", Take::Text),
    ("tender.procurementMethodDetails", Take::Field("method")),
    ("tender.legalBasis.id", Take::Field("legal-basis")),
    ("tender.value.amount", Take::Field("value")),
    ("tender.classification", Take::Code),
    ("tender.additionalClassifications[]", Take::Code),
    ("tender.items[].classification", Take::Code),
    ("tender.items[].additionalClassifications[]", Take::Code),
    ("tender.lots[].title", Take::Text),
    ("tender.lots[].description", Take::Both("description")),
    ("tender.lots[].value.amount", Take::Field("value")),
    ("tender.lots[].contractPeriod.startDate", Take::Field("start")),
    ("tender.lots[].contractPeriod.endDate", Take::Field("end")),
    ("tender.lots[].awardCriteria.criteria[].name", Take::Text),
    ("tender.lots[].awardCriteria.criteria[].description", Take::Text),
    ("tender.contractPeriod.startDate", Take::Field("start")),
    ("tender.contractPeriod.endDate", Take::Field("end")),
    ("awards[].title", Take::Text),
    ("awards[].description", Take::Text),
    ("awards[].date", Take::Field("awarded")),
    ("awards[].value.amount", Take::Field("value")),
    ("awards[].suppliers[].name", Take::Field("provider")),
    ("awards[].items[].classification", Take::Code),
    ("awards[].contractPeriod.startDate", Take::Field("start")),
    ("awards[].contractPeriod.endDate", Take::Field("end")),
    ("contracts[].title", Take::Text),
    ("contracts[].description", Take::Text),
    ("contracts[].value.amount", Take::Field("value")),
    ("contracts[].dateSigned", Take::Field("signed")),
    ("contracts[].period.startDate", Take::Field("start")),
    ("contracts[].period.endDate", Take::Field("end")),
    ("contracts[].amendments[].description", Take::Text),
    ("contracts[].amendments[].rationale", Take::Text),
];

/// A value with its path.
#[derive(Clone)]
struct At<'a> {
    cursor: Cursor<'a>,
    path: String,
}

impl<'a> At<'a> {
    /// Returns the value of a key, where there is one.
    fn get(&self, key: &str) -> Option<At<'a>> {
        let Value::Map(entries, _) = &self.cursor.node.value else { return None };
        let (key, node) = entries.iter().find(|(known, node)| known.text == key && !is_nothing(node))?;
        let path = if self.path.is_empty() { key.text.clone() } else { format!("{}.{}", self.path, key.text) };
        Some(At { cursor: Cursor { node, source: self.cursor.source, name: Name::Key(&key.text) }, path })
    }

    /// Returns the items of a list; what should be one and is not is a fault.
    fn items(&self) -> Vec<At<'a>> {
        let items = self.cursor.items().unwrap_or_default();
        let at = |(place, cursor)| At { cursor, path: format!("{}[{place}]", self.path) };
        items.into_iter().enumerate().map(at).collect()
    }

    /// Notes where something should be an object and is not.
    fn is_object(&self) -> bool {
        matches!(self.cursor.node.value, Value::Map(..)) || self.cursor.fields().is_some()
    }

    /// Returns every value at a path; `[]` after a key stands for each item of a list.
    fn walk(&self, path: &str) -> Vec<At<'a>> {
        let mut found = vec![self.clone()];
        for step in path.split('.') {
            let (key, each) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
            let next = found.iter().filter(|at| at.is_object()).filter_map(|at| at.get(key));
            found = if each { next.flat_map(|at| at.items()).collect() } else { next.collect() };
        }
        found
    }
}

fn is_nothing(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.meaning() == Meaning::Nothing)
}

/// Reads every notice in the data.
pub(super) fn read(root: Cursor<'_>, known: Known<'_>) -> Option<Vec<PublishedNotice>> {
    let root = At { cursor: root, path: String::new() };
    if !root.is_object() {
        return None;
    }
    let releases = match (root.get("records"), root.get("releases")) {
        (Some(records), _) => records.items().iter().filter_map(compiled).collect(),
        (None, Some(releases)) => releases.items(),
        (None, None) => vec![root.clone()],
    };
    let looks = |release: &At<'_>| {
        release.is_object() && ["tender", "awards", "tag"].iter().any(|key| release.get(key).is_some())
    };
    if releases.is_empty() || !releases.iter().all(looks) {
        let hint = "give a release, a release package or a record package as Find a Tender publishes them";
        root.cursor.error("this JSON is no OCDS release, nor a package with one", hint);
        return None;
    }
    if releases.len() > NOTICES_LIMIT {
        root.cursor.error(format!("the file holds more than {NOTICES_LIMIT} notices"), "split the file");
        return None;
    }
    Some(releases.iter().map(|release| notice(release, known)).collect())
}

/// Returns what a record comes to: its compiled release, else its last release.
fn compiled<'a>(record: &At<'a>) -> Option<At<'a>> {
    if !record.is_object() {
        return None;
    }
    record.get("compiledRelease").or_else(|| record.get("releases")?.items().pop())
}

fn notice(release: &At<'_>, known: Known<'_>) -> PublishedNotice {
    let mut notice = PublishedNotice::empty(release.path.clone());
    for (path, take) in PATHS {
        for at in release.walk(path) {
            match take {
                Take::Field(field) => give(&mut notice, &at, field, known),
                Take::Text => add_text(&mut notice, &at),
                Take::Both(field) => {
                    give(&mut notice, &at, field, known);
                    add_text(&mut notice, &at);
                }
                Take::Code => code(&mut notice, &at, known),
            }
        }
    }
    for party in release.walk("parties[]") {
        parties(&mut notice, &party, known);
    }
    notice
}

fn give(notice: &mut PublishedNotice, at: &At<'_>, field: &str, known: Known<'_>) {
    let (Some(field), Some(scalar)) = (NoticeField::named(field), at.cursor.scalar()) else { return };
    match held(field.kind, &scalar.text, known) {
        Ok(held) => {
            if not_before_the_regime(at.cursor, field, &held, known).is_some() {
                let value = GivenValue { words: scalar.text.clone(), held, place: at.path.clone() };
                notice.give(at.cursor, field, value);
            }
        }
        Err(hint) => {
            at.cursor.expected::<()>(field.kind.described(), hint);
        }
    }
}

fn add_text(notice: &mut PublishedNotice, at: &At<'_>) {
    let Some(scalar) = at.cursor.scalar() else { return };
    // A compiled release says the same thing in several places.
    if scalar.text.trim().is_empty() || notice.text.iter().any(|known| known.text == scalar.text) {
        return;
    }
    if notice.text.len() == VALUES_LIMIT {
        let message = format!("the notice has more than {VALUES_LIMIT} texts");
        at.cursor.source.error(Place::default(), message, "is this one notice?");
    } else {
        notice.text.push(Passage { text: scalar.text.clone(), place: PassagePlace::Path(at.path.clone()) });
    }
}

fn code(notice: &mut PublishedNotice, at: &At<'_>, known: Known<'_>) {
    let other_scheme = |at: &At<'_>| at.cursor.scalar().is_some_and(|scheme| scheme.text != "CPV");
    if !at.is_object() || at.get("scheme").is_some_and(|scheme| other_scheme(&scheme)) {
        return;
    }
    if let Some(id) = at.get("id") {
        give(notice, &id, NoticeField::CPV.name, known);
    }
}

/// Takes the authority and the providers, with their addresses, from the parties by their roles.
fn parties(notice: &mut PublishedNotice, party: &At<'_>, known: Known<'_>) {
    let roles = party.walk("roles[]");
    let has = |role: &str| roles.iter().filter_map(|at| at.cursor.scalar()).any(|known| known.text == role);
    let names = party.walk("name");
    if has("buyer") {
        names.iter().for_each(|name| give(notice, name, "authority", known));
    }
    if has("supplier") {
        names.iter().for_each(|name| give(notice, name, "provider", known));
        for part in ["streetAddress", "locality", "postalCode"] {
            let found = party.walk(&format!("address.{part}"));
            found.iter().for_each(|at| give(notice, at, "provider-address", known));
        }
    }
}
