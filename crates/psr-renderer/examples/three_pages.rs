//! Renders a document of three pages so many times, in the format that the file's name says, and keeps the last: `three_pages COUNT FILE`.
//! See `benches/three_pages`.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use psr_casefile::disclosure::{GivenRow, Schedule, ScheduleItem, WithheldRow};
use psr_renderer::{Format, Templates, render_schedule};

/// How many items make three pages.
const ITEMS: u64 = 2;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().unwrap().parse().unwrap();
    let file = PathBuf::from(arguments.next().unwrap());
    let format = Format::parse(file.extension().unwrap().to_str().unwrap()).unwrap();
    let (schedule, templates) = (schedule(), Templates::built_in().unwrap());
    let render = || render_schedule(&schedule, format, &templates).unwrap().bytes;
    (1..count).for_each(|_| drop(std::hint::black_box(render())));
    std::fs::write(file, render()).unwrap();
}

fn schedule() -> Schedule {
    Schedule {
        title: "Information given and withheld".to_owned(),
        provision: "reg 12(4)(b)".to_owned(),
        about: "It is due to a provider that made representations.".to_owned(),
        limits: "Information is withheld on three grounds only.".to_owned(),
        to: "Fennel Street Dental CIC".to_owned(),
        request: Some("Please send us the scores, the reasons for them and the record of the meeting.".to_owned()),
        reference: "EX/2026/2".to_owned(),
        register: "example.org/desk".to_owned(),
        on: "2026-05-04".parse().unwrap(),
        head: format!("sha256:{}", "0".repeat(64)),
        basis: 7,
        as_at: "2026-05-04T10:00:00Z".parse().unwrap(),
        timing: None,
        items: (1..=ITEMS).map(item).collect(),
        outside: 4,
        outside_says: "it was not asked for".to_owned(),
        parts_given: 21,
        parts_withheld: 14,
    }
}

fn item(number: u64) -> ScheduleItem {
    let given = (0..3).map(|row| GivenRow {
        entry: number * 10 + row,
        what: format!("How the bid was scored against criterion {row} & what was said of it"),
        given: 1,
        of: 3,
        recorded: "2026-05-03".parse().unwrap(),
        timing: Some("entered the day after the meeting".to_owned()),
    });
    let withheld = (3..5).map(|row| WithheldRow {
        entry: number * 10 + row,
        what: "What the other provider proposes to charge".to_owned(),
        parts: 1,
        source: "reg 12(5)(b)".to_owned(),
        because: "providing it might prejudice fair competition between providers".to_owned(),
        is_bar: false,
        is_outside: false,
        explanation: "The prices are part of a bid that may be made again next year.".to_owned(),
        balance: Some("The interest in openness is met by the totals, which are given.".to_owned()),
    });
    let title = format!("Scores and comments, part {number}");
    ScheduleItem { title, provision: "reg 24(f)".to_owned(), given: given.collect(), withheld: withheld.collect() }
}
