//! `psr export --as html`: what the page carries. That it checks it rightly is tested in a browser.
#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;
use psr_cli::Exit;
use serde_json::Value;

/// Returns what a page carries for its script.
fn carried(html: &str) -> Value {
    let start = "<script type=\"application/json\" id=\"data\">";
    let data = html.split_once(start).unwrap().1.split_once("</script>").unwrap().0;
    assert!(!data.contains('<'), "nothing in the data can end its element");
    serde_json::from_str(data).unwrap()
}

fn page(desk: &Desk) -> String {
    let path = desk.path("page.html").display().to_string();
    let ran = desk.psr(&["export", "TOY-1", "--as", "html", "-o", &path]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_page_carries_what_is_signed_and_the_evidence_and_leaves_packs_out() {
    let desk = Desk::with_case();
    let minutes = desk.file("minutes.txt", "Minutes\n");
    let answer = ["answer", "TOY-1", "damaged", "no", "--reason", "Looked.", "--view-of", "A", "--evidence", &minutes];
    assert_eq!(desk.psr(&answer).exit, Exit::Done);
    let data = carried(&page(&desk));
    let names: Vec<&str> = data["files"].as_object().unwrap().keys().map(String::as_str).collect();
    for name in ["bundle.json", "disclosures.txt", "events.jsonl", "head.tlog-proof", "key", "withheld.json"] {
        assert!(names.contains(&name), "{name} among {names:?}");
    }
    let evidence = names.iter().find(|name| name.starts_with("evidence/")).unwrap();
    assert_eq!(data["files"][evidence]["text"], "Minutes\n");
    assert!(!names.iter().any(|name| name.starts_with("pack/") || name.ends_with(".py")), "{names:?}");
    assert_eq!(data["left_out"][0]["kind"], "pack");
    assert!(data["labels"]["questions"]["damaged"].as_str().unwrap().ends_with('?'));
}

#[test]
fn evidence_for_which_there_is_no_room_is_named_with_its_size() {
    let desk = Desk::with_case();
    let large = desk.file("large.bin", vec![b'x'; 21 * 1024 * 1024]);
    let small = desk.file("small.txt", "small\n");
    let answer = [
        "answer",
        "TOY-1",
        "damaged",
        "no",
        "--reason",
        "Looked.",
        "--view-of",
        "A",
        "--evidence",
        &large,
        "--evidence",
        &small,
    ];
    assert_eq!(desk.psr(&answer).exit, Exit::Done);
    let data = carried(&page(&desk));
    assert_eq!(data["left_out"][0]["kind"], "evidence");
    assert_eq!(data["left_out"][0]["bytes"], 21 * 1024 * 1024);
    let names: Vec<&String> = data["files"].as_object().unwrap().keys().collect();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("evidence/")).count(),
        1,
        "the small one is there: {names:?}"
    );
}

#[test]
fn the_policy_allows_the_style_and_the_two_scripts_and_nothing_from_outside() {
    let html = page(&Desk::with_case());
    let policy = html.split_once("Content-Security-Policy\" content=\"").unwrap().1.split_once('"').unwrap().0;
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert_eq!(policy.matches("'sha256-").count(), 3, "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    assert_eq!(html.matches("<script").count(), 3);
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(!html.contains(" src=") && !style.contains("@import") && !style.contains("url("));
}

#[test]
fn an_existing_file_is_not_overwritten() {
    let desk = Desk::with_case();
    let path = desk.file("page.html", "mine");
    let ran = desk.psr(&["export", "TOY-1", "-o", &path]);
    assert_eq!(ran.exit, Exit::CouldNotLook);
    assert_eq!(std::fs::read_to_string(desk.path("page.html")).unwrap(), "mine");
}
