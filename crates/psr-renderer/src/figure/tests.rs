#![allow(clippy::unwrap_used)]

use crate::document::{Alignment, Inline, Picture, Table};

fn table(picture: Picture, header: &[&str], rows: &[&[&str]]) -> Table {
    let cells = |texts: &[&str]| texts.iter().map(|text| vec![Inline::Text((*text).to_owned())]).collect::<Vec<_>>();
    Table {
        caption: vec![Inline::Text("Scores".to_owned())],
        alignments: vec![Alignment::Start; header.len()],
        header: cells(header),
        rows: rows.iter().map(|row| cells(row)).collect(),
        row_headers: true,
        picture: Some(picture),
    }
}

#[test]
fn bars_are_as_long_as_their_numbers() {
    let rows: &[&[&str]] = &[&["Quality <&>", "40", "80"], &["Value", "£1.50", "–"]];
    let figure = super::of(&table(Picture::Bars, &["Criterion", "Weight", "Score"], rows)).unwrap();
    for length in ["width=\"360\"", "width=\"180\"", "width=\"6\""] {
        assert!(figure.svg.contains(length), "{length}: {}", figure.svg);
    }
    assert!(figure.svg.contains("Quality &lt;&amp;&gt;") && figure.svg.contains("£1.50"), "{}", figure.svg);
    assert_eq!(figure.alt, "Bar chart: Scores. The table after it holds the same.");
}

#[test]
fn a_table_without_numbers_or_days_has_no_picture() {
    let rows: &[&[&str]] = &[&["a", "b"]];
    assert_eq!(super::of(&table(Picture::Bars, &["A", "B"], rows)), None);
    assert_eq!(super::of(&table(Picture::Timeline, &["A", "B"], rows)), None);
    assert_eq!(super::of(&table(Picture::Bars, &[], &[])), None);
}

#[test]
fn a_line_of_time_is_in_order_of_days() {
    let rows: &[&[&str]] = &[&["Awarded", "1 April 2026"], &["Published", "18 March 2026"], &["Undated", "–"]];
    let figure = super::of(&table(Picture::Timeline, &["What", "Day"], rows)).unwrap();
    let at = |words: &str| figure.svg.find(words).unwrap();
    assert!(at("Published") < at("Awarded") && !figure.svg.contains("Undated"), "{}", figure.svg);
}

#[test]
fn what_happened_is_drawn_without_a_table_and_as_wide_as_where_it_stands() {
    let on = |day| chrono::NaiveDate::from_ymd_opt(2026, 4, day).unwrap();
    let happened = [("Awarded <b>".to_owned(), on(9)), ("Published".to_owned(), on(1))];
    let figure = super::timeline("what happened.", &happened).unwrap();
    assert_eq!(figure.alt, "Line of time: what happened. The table after it holds the same.");
    assert!(figure.svg.contains("Awarded &lt;b&gt;") && figure.svg.contains("1 April 2026"), "{}", figure.svg);
    let flexible = figure.flexible();
    assert!(flexible.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" viewBox="), "{flexible}");
    assert_eq!(super::timeline("nothing", &[]), None);
}
