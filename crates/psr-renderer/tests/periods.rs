//! Reports on a period: every sentence rests on something, what somebody typed stays text, and every format shows the same.
#![allow(clippy::unwrap_used)]

use psr_casefile::period::{
    Counted, ItemFound, NotCounted, Outcome, PackOfReport, Period, PeriodOfReport, PeriodReport, RecordKind,
    RegisterOfReport, Source,
};
use psr_renderer::document::sentences::sentences;
use psr_renderer::{Format, Templates, period_document, render_period};

const HOSTILE: &str = "=</script><img src=x onerror=alert(1)> | # *x* [a](javascript:b) `c` \u{202e}";

fn source(typed: &str, kind: RecordKind) -> Source {
    let (reference, title) = (typed.to_owned(), typed.to_owned());
    Source { kind, id: "r-1".to_owned(), reference, title, entries: vec![3, 4], lots: 2 }
}

fn item(id: &str, kind: &str, ground: &str, counted: Vec<Counted>) -> ItemFound {
    ItemFound {
        item: id.to_owned(),
        provision: "reg 25(2)(i)".to_owned(),
        says: format!("Things of the kind {kind}, by {ground}"),
        kind: kind.to_owned(),
        ground: ground.to_owned(),
        source: (ground != "law").then(|| "A page of guidance".to_owned()),
        number: counted.len(),
        counted,
    }
}

fn counted(typed: &str) -> Counted {
    let details = vec![("What it says, in short".to_owned(), typed.to_owned()), ("Blank".to_owned(), String::new())];
    let outcome = Outcome {
        what: "Further decision made".to_owned(),
        on: "2025-07-01".parse().unwrap(),
        details: details.clone(),
        entry: 5,
    };
    Counted {
        what: typed.to_owned(),
        on: "2025-06-01".parse().ok(),
        details,
        outcome: vec![outcome],
        provisions: vec!["reg 12(1)".to_owned(), "reg 24(a)".to_owned()],
        addressed: Some(typed.to_owned()),
        sources: vec![source(typed, RecordKind::Case), source(typed, RecordKind::Contract)],
    }
}

fn report(id: &str, typed: &str, over: bool, items: Vec<ItemFound>) -> PeriodReport {
    let day = |day: &str| day.parse().unwrap();
    let before = Period::new(day("2024-04-01"), day("2025-03-31")).unwrap();
    PeriodReport {
        id: id.to_owned(),
        title: "Annual summary".to_owned(),
        provision: "reg 25(1)".to_owned(),
        about: "This is what was done in the year.".to_owned(),
        instrument: "The Regulations".to_owned(),
        pack: PackOfReport {
            id: "psr-england".to_owned(),
            version: "0.1.0".to_owned(),
            digest: format!("sha256:{}", "0".repeat(64)),
        },
        register: RegisterOfReport {
            name: "example.org/desk".to_owned(),
            entries: 12,
            root: format!("sha256:{}", "1".repeat(64)),
        },
        period: PeriodOfReport {
            from: day("2025-04-01"),
            to: day("2026-03-31"),
            before,
            over,
            chosen: "No year is defined. The authority chose this one.".to_owned(),
        },
        drawn_on: day("2026-05-04"),
        read_as_on: day("2026-03-31"),
        cases: 2,
        contracts: 1,
        items,
        not_counted: if over { Vec::new() } else { vec![not_counted(typed)] },
        contracts_entered: if over { Vec::new() } else { vec![source(typed, RecordKind::Contract)] },
        nothing_before: !over,
        notes: vec!["Each counts once. No other does.".to_owned()],
    }
}

fn not_counted(typed: &str) -> NotCounted {
    NotCounted {
        what: typed.to_owned(),
        on: None,
        because: "its process is not settled".to_owned(),
        items: vec!["events".to_owned()],
        sources: vec![source(typed, RecordKind::Case)],
    }
}

/// Returns reports with something of everything, and with nothing of anything, under the name of each template and of none.
fn reports(typed: &str) -> Vec<PeriodReport> {
    let full = || {
        let bare = Counted { details: Vec::new(), outcome: Vec::new(), ..counted(typed) };
        vec![
            item("events", "events", "law", vec![counted(typed), bare.clone()]),
            item("plain", "events", "law", vec![bare]),
            item("providers", "providers", "guidance", vec![Counted { on: None, ..counted(typed) }]),
            item("findings", "findings", "law", vec![counted(typed)]),
        ]
    };
    let empty = || vec![item("events", "events", "law", Vec::new())];
    let of = |id: &str| [report(id, typed, false, full()), report(id, typed, true, empty())];
    ["annual-summary", "monitoring-report", "another-report"].into_iter().flat_map(of).collect()
}

#[test]
fn every_sentence_has_grounds_or_says_that_it_needs_none() {
    let templates = Templates::built_in().unwrap();
    for report in reports("Community services") {
        let document = period_document(&report, &templates).unwrap();
        let found = sentences(&document);
        let bare: Vec<_> = found.iter().filter(|sentence| !sentence.is_accounted_for()).collect();
        assert!(found.len() > 5 && bare.is_empty(), "{}: {bare:#?}", report.id);
    }
}

#[test]
fn hostile_text_stays_text_in_every_format() {
    let templates = Templates::built_in().unwrap();
    for report in reports(HOSTILE) {
        for format in Format::ALL {
            let written = render_period(&report, *format, &templates).unwrap().bytes;
            let Ok(text) = String::from_utf8(written) else { continue };
            let text = text.replace("\\<", "");
            assert!(!text.contains("<img") && !text.contains('\u{202e}'), "{}: {text}", format.name());
            assert!(!text.contains("href=\"javascript"), "{}: {text}", format.name());
        }
    }
}

#[test]
fn a_summary_has_its_numbers_as_a_picture_and_a_list_behind_each() {
    let templates = Templates::built_in().unwrap();
    let report = &reports("Community services")[0];
    let text = |format| String::from_utf8(render_period(report, format, &templates).unwrap().bytes).unwrap();
    insta::assert_snapshot!(text(Format::Markdown));
    assert!(text(Format::Html).contains("Bar chart: What the Regulations ask for"));
}

#[test]
fn a_report_on_a_period_is_no_document_of_a_case() {
    let templates = Templates::built_in().unwrap();
    let names: Vec<&str> = templates.declared().map(|(name, _)| name).collect();
    assert!(names.contains(&"reports/timeline.md.j2"));
    let of_periods =
        |name: &&str| name.contains("annual-summary") || name.contains("monitoring") || name.contains("period");
    assert!(!names.iter().any(of_periods), "{names:?}");
}
