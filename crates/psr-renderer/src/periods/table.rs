//! A report on a period as comma-separated values (RFC 4180): a row for everything behind a number, and one for each number of nought.

use chrono::NaiveDate;
use psr_casefile::period::{Counted, ItemFound, NotCounted, Outcome, PeriodReport, RecordKind, Source};

const HEADING: [&str; 16] = [
    "report",
    "from",
    "to",
    "item",
    "provision",
    "ground",
    "says",
    "number",
    "counted",
    "what",
    "on",
    "record",
    "reference",
    "title",
    "entries",
    "more",
];

/// Writes the table.
pub fn write(report: &PeriodReport) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let rows = std::iter::once(HEADING.map(str::to_owned)).chain(rows(report));
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).expect("every row has as many cells as the heading");
    }
    writer.into_inner().expect("writing to memory succeeds")
}

/// Puts an apostrophe before what a spreadsheet would take for a formula.
fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

fn rows(report: &PeriodReport) -> impl Iterator<Item = [String; 16]> {
    let counted = report.items.iter().flat_map(move |item| of_item(report, item));
    counted.chain(report.not_counted.iter().flat_map(move |open| of_open(report, open)))
}

/// What is the same in every row of an item.
struct Begun<'r> {
    report: &'r PeriodReport,
    item: Option<&'r ItemFound>,
    counted: &'static str,
}

impl Begun<'_> {
    fn row(&self, what: &str, on: Option<NaiveDate>, source: Option<&Source>, more: String) -> [String; 16] {
        let of_item = |part: fn(&ItemFound) -> String| self.item.map(part).unwrap_or_default();
        let of_source = |part: fn(&Source) -> String| source.map(part).unwrap_or_default();
        let period = &self.report.period;
        [
            self.report.id.clone(),
            period.from.to_string(),
            period.to.to_string(),
            of_item(|item| item.item.clone()),
            of_item(|item| item.provision.clone()),
            of_item(|item| item.ground.clone()),
            of_item(|item| item.says.clone()),
            of_item(|item| item.number.to_string()),
            self.counted.to_owned(),
            what.to_owned(),
            on.map(|on| on.to_string()).unwrap_or_default(),
            of_source(|source| kind(source.kind).to_owned()),
            of_source(|source| source.reference.clone()),
            of_source(|source| source.title.clone()),
            of_source(|source| entries(&source.entries)),
            more,
        ]
    }
}

fn of_item<'r>(report: &'r PeriodReport, item: &'r ItemFound) -> Vec<[String; 16]> {
    let begun = Begun { report, item: Some(item), counted: "yes" };
    let each = |counted: &'r Counted| {
        counted
            .sources
            .iter()
            .map(|source| begun.row(&counted.what, counted.on, Some(source), more(counted)))
            .collect::<Vec<_>>()
    };
    let rows: Vec<[String; 16]> = item.counted.iter().flat_map(each).collect();
    if rows.is_empty() { vec![begun.row("", None, None, String::new())] } else { rows }
}

/// What could not be counted has a row for each item that it may belong to, or one without an item.
fn of_open(report: &PeriodReport, open: &NotCounted) -> Vec<[String; 16]> {
    let meant = report.items.iter().filter(|item| open.items.contains(&item.item)).map(Some);
    let items: Vec<Option<&ItemFound>> = if open.items.is_empty() { vec![None] } else { meant.collect() };
    let rows = items.into_iter().flat_map(|item| {
        let begun = Begun { report, item, counted: "no" };
        let row = |source: &Source| begun.row(&open.what, open.on, Some(source), format!("because {}", open.because));
        open.sources.iter().map(row).collect::<Vec<_>>()
    });
    rows.collect()
}

/// Returns what else is told: details, what came of it, the provisions it rests on and how it is addressed.
fn more(counted: &Counted) -> String {
    let outcome = |outcome: &Outcome| {
        let told = details(&outcome.details);
        let told = if told.is_empty() { told } else { format!(" ({told})") };
        format!("{} on {}{told}", outcome.what, outcome.on)
    };
    let mut parts = vec![details(&counted.details)];
    parts.extend(counted.outcome.iter().map(outcome));
    parts.push(counted.provisions.join(", "));
    parts.extend(counted.addressed.clone());
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

fn details(details: &[(String, String)]) -> String {
    details.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("; ")
}

fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Case => "case",
        RecordKind::Contract => "contract",
    }
}

fn entries(entries: &[u64]) -> String {
    entries.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_cell_that_would_be_a_formula_begins_with_an_apostrophe() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["", "a=1", "'=1", "2026-04-01"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
