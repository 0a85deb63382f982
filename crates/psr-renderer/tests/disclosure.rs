//! The schedule of items prints what somebody typed as text, and nothing of it as markup.
#![allow(clippy::unwrap_used)]

use psr_casefile::disclosure::{GivenRow, Schedule, ScheduleItem, WithheldRow};
use psr_renderer::{Format, Templates, render_schedule};

const HOSTILE: &str = "</script><img src=x onerror=alert(1)> | # *x* [a](javascript:b) `c` \u{202e}";

fn text(schedule: &Schedule, format: Format) -> String {
    let templates = Templates::built_in().unwrap();
    String::from_utf8(render_schedule(schedule, format, &templates).unwrap().bytes).unwrap()
}

fn schedule(typed: &str, items: Vec<ScheduleItem>) -> Schedule {
    let day = "2026-05-04".parse().unwrap();
    Schedule {
        title: "Information".to_owned(),
        provision: "reg 12(4)(b)".to_owned(),
        about: "It is due.".to_owned(),
        limits: "On three grounds only.".to_owned(),
        to: typed.to_owned(),
        request: Some(typed.to_owned()),
        reference: typed.to_owned(),
        register: "example.org/desk".to_owned(),
        on: day,
        head: format!("sha256:{}", "0".repeat(64)),
        basis: 7,
        as_at: "2026-05-04T10:00:00Z".parse().unwrap(),
        timing: None,
        items,
        outside: 1,
        outside_says: "it was not asked for".to_owned(),
        parts_given: 1,
        parts_withheld: 2,
    }
}

fn item(typed: &str) -> ScheduleItem {
    let given = GivenRow {
        entry: 3,
        what: typed.to_owned(),
        given: 1,
        of: 3,
        recorded: "2026-05-03".parse().unwrap(),
        timing: Some(typed.to_owned()),
    };
    let row = |is_bar: bool, balance: Option<&str>| WithheldRow {
        entry: 3,
        what: typed.to_owned(),
        parts: 1,
        source: "reg 12(5)(b)".to_owned(),
        because: "providing it might prejudice fair competition between providers".to_owned(),
        is_bar,
        is_outside: false,
        explanation: typed.to_owned(),
        balance: balance.map(str::to_owned),
    };
    let withheld = vec![row(false, Some(typed)), row(true, None)];
    ScheduleItem { title: typed.to_owned(), provision: "reg 24(f)".to_owned(), given: vec![given], withheld }
}

#[test]
fn a_schedule_says_what_is_given_and_withheld_and_on_which_ground() {
    let empty = ScheduleItem { given: Vec::new(), withheld: Vec::new(), ..item("conflicts of interest") };
    let schedule = schedule("Asking Ltd", vec![item("scores and comments"), empty]);
    insta::assert_snapshot!(text(&schedule, Format::Markdown));
    assert!(text(&schedule, Format::Html).contains("<table"));
}

#[test]
fn hostile_text_stays_text() {
    let html = text(&schedule(HOSTILE, vec![item(HOSTILE)]), Format::Html);
    assert!(!html.contains("<img") && !html.contains("</script><") && !html.contains("href=\"javascript"), "{html}");
    assert!(html.contains("&lt;img") && html.contains("[U+202E]") && !html.contains('\u{202e}'), "{html}");
    let markdown = text(&schedule(HOSTILE, vec![item(HOSTILE)]), Format::Markdown);
    assert!(!markdown.contains('\u{202e}') && markdown.lines().all(|line| !line.starts_with("<")), "{markdown}");
}
