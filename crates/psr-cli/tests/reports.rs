//! Reports on a period, as a reader sees them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, TOY, told};
use psr_cli::Exit;

/// A title that a spreadsheet would take for a formula, and that holds a comma and quotation marks.
const HOSTILE: &str = "=HYPERLINK(\"https://example.org\",\"A \"\"train\"\"\"), <b>x</b>";
/// Answers that lend the toy.
const ANSWERS: &str = "\
answers:
  - { question: borrower, value: Ada }
  - { question: lives-in-town, decision: membership, value: yes }
  - { question: toy-kind, value: train }
  - { question: deposit, value: 25.50 }
  - { question: toy-value, value: 40 }
  - { question: change-in-value, value: 0 }
  - { question: damaged, value: no }
";
const YEAR: [&str; 4] = ["--from", "2026-04-01", "--to", "2027-03-31"];

/// Sets a desk up with one toy lent on the first day of the year, one the day before, and one of which it is not settled whether it may be.
fn with_loans() -> Desk {
    let desk = Desk::with_register();
    let answers = desk.file("answers.yaml", ANSWERS);
    for (reference, title, on) in
        [("T-1", HOSTILE, "2026-04-01"), ("T-2", "A ball", "2026-03-31"), ("T-3", "A kite", "2026-05-01")]
    {
        let open = ["case", "open", "--title", title, "--reference", reference, "--rules", TOY];
        let ran = desk.psr(&open);
        assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
        if reference != "T-3" {
            let ran = desk.psr(&["answer", reference, "--from", &answers]);
            assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
        }
        let ran = desk.psr(&["event", reference, "toy-handed-over", "--on", on, "--detail", "helper=Grace"]);
        assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    }
    desk
}

#[test]
fn a_report_on_a_year() {
    let desk = with_loans();
    let csv = desk.path("year.csv").display().to_string();
    let html = desk.path("year.html").display().to_string();
    let yearly = [&["report", "yearly"][..], &YEAR, &["--rules", TOY]].concat();
    let told_there = desk.transcript(&[
        (&["report", "--list"], ""),
        (&["report", "--list", "--rules", TOY], ""),
        (&yearly, ""),
        (&[&yearly[..], &["--csv", &csv]].concat(), ""),
        (&[&yearly[..], &["-o", &html]].concat(), ""),
        (&[&yearly[..], &["--format", "json"]].concat(), ""),
        (&["report", "weekly", "--from", "2026-04-01", "--to", "2026-04-07", "--rules", TOY], ""),
        (&["report", "yearly", "--from", "2026-04-02", "--to", "2026-04-01", "--rules", TOY], ""),
        (&["report", "yearly", "--from", "2026-04-02", "--rules", TOY], ""),
    ]);
    let table = std::fs::read_to_string(&csv).unwrap();
    told!(format!("{told_there}\n# year.csv\n{}", desk.steady(&table.replace('\r', "␍"))));
    let page = std::fs::read_to_string(&html).unwrap();
    assert!(page.contains("&lt;b&gt;") && !page.contains("<b>x"), "{page}");
}

#[test]
fn a_table_is_read_back_cell_by_cell_and_holds_no_formula() {
    let desk = with_loans();
    let csv = desk.path("year.csv").display().to_string();
    let ran = desk.psr(&[&["report", "yearly"][..], &YEAR, &["--rules", TOY, "--csv", &csv]].concat());
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    let mut reader = csv::Reader::from_path(&csv).unwrap();
    let title = reader.headers().unwrap().iter().position(|name| name == "title").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert!(rows.iter().flat_map(|row| row.iter()).all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{rows:?}");
    assert!(rows.iter().any(|row| row[title] == format!("'{HOSTILE}")), "{rows:?}");
}

#[test]
fn an_empty_register_gives_noughts() {
    let desk = Desk::with_register();
    let ran = desk.psr(&["report", "annual-summary", "--from", "2025-04-01", "--to", "2026-03-31"]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    assert!(ran.stdout.contains("| Framework agreements concluded[^5] | 0 |"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("What stands behind"), "{}", ran.stdout);
}
