//! A strict reader of iCalendar, as far as RFC 5545 concerns all-day entries, and what it finds.

use std::collections::BTreeMap;

use super::{england, reckoned};

/// Reads a calendar strictly and returns the properties of its entries.
pub fn entries(text: &str) -> Vec<BTreeMap<String, String>> {
    let lines = unfolded(text);
    let mut lines = lines.iter().map(String::as_str);
    assert_eq!(lines.next(), Some("BEGIN:VCALENDAR"));
    let (mut entries, mut inside, mut head) = (Vec::new(), None, BTreeMap::new());
    for line in lines.by_ref() {
        match (line, &mut inside) {
            ("END:VCALENDAR", None) => break,
            ("BEGIN:VEVENT", None) => inside = Some(BTreeMap::new()),
            ("END:VEVENT", Some(_)) => entries.extend(inside.take().map(sound)),
            (line, Some(entry)) => property(line, entry),
            (line, None) => property(line, &mut head),
        }
    }
    assert_eq!(lines.next(), None);
    assert_eq!((head["VERSION"].as_str(), head["CALSCALE"].as_str()), ("2.0", "GREGORIAN"));
    assert!(!head["PRODID"].is_empty());
    entries
}

fn unfolded(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n") && text.replace("\r\n", "").chars().all(|c| !c.is_control()));
    let mut lines: Vec<String> = Vec::new();
    for line in text.split_terminator("\r\n") {
        assert!(!line.is_empty() && line.len() <= 75, "{line}");
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().unwrap().push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

fn property(line: &str, into: &mut BTreeMap<String, String>) {
    let (name, value) = line.split_once(':').unwrap();
    assert!(name.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b';' | b'=')), "{name}");
    let value = if matches!(name, "SUMMARY" | "DESCRIPTION") { unescaped(value) } else { value.to_owned() };
    assert!(into.insert(name.to_owned(), value).is_none(), "{name} stands twice");
}

fn unescaped(value: &str) -> String {
    let (mut text, mut rest) = (String::new(), value.chars());
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.push(match rest.next() {
                Some('n' | 'N') => '\n',
                Some(c @ ('\\' | ';' | ',')) => c,
                other => panic!("\\{other:?} is no escape"),
            }),
            ';' | ',' => panic!("{c} is not escaped in {value}"),
            c => text.push(c),
        }
    }
    text
}

fn sound(entry: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for name in ["UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY"] {
        assert!(entry.contains_key(name), "{name} is missing");
    }
    let (from, to) = (&entry["DTSTART;VALUE=DATE"], &entry["DTEND;VALUE=DATE"]);
    let date = |text: &str| chrono::NaiveDate::parse_from_str(text, "%Y%m%d").unwrap();
    assert_eq!(date(from).succ_opt(), Some(date(to)));
    assert!(chrono::NaiveDateTime::parse_from_str(&entry["DTSTAMP"], "%Y%m%dT%H%M%SZ").is_ok());
    entry
}

const EVENTS: &str = "\
reference: 'Übergangs; home, and \\ more'
process: direct-award-process-c
commenced: 2026-03-12
events: { intention-to-award-published: 2026-03-12, awarded: 2026-03-26 }
";

#[test]
fn ordinary_calendars_can_read_it() {
    let found = entries(&reckoned(&england(), EVENTS).ical());
    let summaries: Vec<_> =
        found.iter().map(|entry| (entry["DTSTART;VALUE=DATE"].as_str(), entry["SUMMARY"].as_str())).collect();
    insta::assert_debug_snapshot!(summaries, @r#"
    [
        (
            "20260313",
            "Übergangs; home, and \\ more: The standstill begins",
        ),
        (
            "20260325",
            "Übergangs; home, and \\ more: Representations may be made until (midnight at the end of this day, Europe/London)",
        ),
        (
            "20260325",
            "Übergangs; home, and \\ more: The standstill ends at the earliest (midnight at the end of this day, Europe/London)",
        ),
        (
            "20260326",
            "Übergangs; home, and \\ more: The contract may be entered into from",
        ),
        (
            "20260425",
            "Übergangs; home, and \\ more: Last day: Submit the notice of the award for publication",
        ),
    ]
    "#);
    let mut names: Vec<_> = found.iter().map(|entry| entry["UID"].as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), found.len());
}

#[test]
fn a_later_timetable_moves_the_entries_of_an_earlier_one() {
    let pack = england();
    let more = EVENTS.replace(
        "awarded: 2026-03-26",
        "representations-received: [2026-03-20], further-decisions-communicated: [2026-03-30]",
    );
    let ends = |yaml: &str| {
        let found = entries(&reckoned(&pack, yaml).ical());
        let ends = found.into_iter().find(|entry| entry["SUMMARY"].contains("ends")).unwrap();
        (ends["UID"].clone(), ends["DTSTART;VALUE=DATE"].clone())
    };
    let (before, after) = (ends(EVENTS), ends(&more));
    assert_eq!(before.0, after.0);
    assert_eq!((before.1.as_str(), after.1.as_str()), ("20260325", "20260408"));
}
