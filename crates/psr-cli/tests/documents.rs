//! Documents at the command line: put on record once, the same bytes every time, each sentence explained, and an authority's own templates.
#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;
use psr_cli::Exit;

/// A letter that can be written, in a competition.
const ANSWERS: &str = r#"answers:
  - { question: what-is-decided, value: award, reason: From the paper }
  - { question: process-followed, value: competitive-process, reason: From the paper }
  - question: decision-makers
    value: [{ name: Jo Bloggs, role: Chair }]
    reason: From the minutes
  - question: award-criteria
    value: [{ criterion: Quality, key-criterion: quality-and-innovation, weight: "100", kind: quality }]
    reason: From the invitation
  - question: outcome-letters
    value: [{ provider: Oak Clinics Ltd, sent-on: "2026-05-04", outcome: unsuccessful, reasons: "It has fewer points: <b>41</b> of 100" }]
    reason: From the letters
"#;

fn desk() -> Desk {
    let desk = Desk::with_register();
    let open = ["case", "open", "--title", "Example services", "--reference", "D-1", "--commenced", "2026-04-01"];
    assert_eq!(desk.psr(&open).exit, Exit::Done);
    let file = desk.file("answers.yaml", ANSWERS);
    assert_eq!(desk.psr(&["answer", "D-1", "--from", &file]).exit, Exit::Done);
    desk
}

fn written(desk: &Desk, document: &[&str], file: &str) -> (Vec<u8>, String) {
    let path = desk.path(file).display().to_string();
    let ran = desk.psr(&[&["render", "D-1"], document, &["-o", &path]].concat());
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    (std::fs::read(desk.path(file)).unwrap(), ran.stderr)
}

#[test]
fn a_document_is_on_record_once_and_has_the_same_bytes_on_another_day() {
    let desk = desk();
    for format in ["md", "html", "docx"] {
        let (first, said) = written(&desk, &["reasons"], &format!("one.{format}"));
        assert!(said.contains("recorded (entry"), "{said}");
        desk.turn_to("2026-06-01");
        let (again, said) = written(&desk, &["reasons"], &format!("two.{format}"));
        assert!(said.contains("on record already"), "{said}");
        assert!(first == again, "{format}");
    }
    let log = desk.psr(&["log", "D-1"]).stdout;
    assert_eq!(log.matches("     made ").count(), 3, "{log}");
    assert_eq!(desk.psr(&["verify", "D-1"]).exit, Exit::Done);
    let (_, said) = written(&desk, &["reasons", "--draft"], "three.md");
    assert!(!said.contains("record"), "{said}");
}

#[test]
fn a_letter_whose_planned_day_turned_out_otherwise_is_pointed_out() {
    let desk = desk();
    let letter = ["unsuccessful-provider-letter", "--to", "Oak Clinics Ltd", "--publication", "2026-05-05"];
    let (bytes, _) = written(&desk, &letter, "letter.md");
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("on which publication is planned") && text.contains("Monday 18 May 2026"), "{text}");
    assert!(text.contains(r"\<b"), "{text}");
    let gaps = |desk: &Desk| desk.psr(&["check", "D-1"]).stdout;
    assert!(!gaps(&desk).contains("as planned then"));
    desk.turn_to("2026-05-08");
    assert_eq!(desk.psr(&["event", "D-1", "intention-to-award-published", "--on", "2026-05-06"]).exit, Exit::Done);
    let found = gaps(&desk);
    assert!(found.contains("5 May 2026, as planned then; it was") && found.contains("6 May 2026"), "{found}");
}

#[test]
fn a_sentence_is_explained_by_its_number_or_its_words() {
    let desk = desk();
    let listed = desk.psr(&["why", "D-1", "reasons"]).stdout;
    assert!(listed.contains("   1  "), "{listed}");
    let why = desk.psr(&["why", "D-1", "reasons", "What is to be decided"]).stdout;
    assert!(why.contains("answered “What is to be decided?”") && why.contains("recorded as by Jo Bloggs"), "{why}");
    let json = desk.psr(&["why", "D-1", "reasons", "1", "--format", "json"]).stdout;
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&read["schema"], &read["sentences"][0]["number"]), (&1.into(), &1.into()), "{json}");
    let unknown = desk.psr(&["why", "D-1", "reasons", "9999"]);
    assert_eq!(unknown.exit, Exit::CouldNotLook);
    assert!(unknown.stderr.contains("has no sentence `9999`"), "{}", unknown.stderr);
}

#[test]
fn all_documents_of_all_cases_are_written_to_a_folder() {
    let desk = desk();
    let folder = desk.path("all").display().to_string();
    let ran = desk.psr(&["render", "--all", "-o", &folder, "--as", "md,html"]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    let files = std::fs::read_dir(desk.path("all/d-1")).unwrap().count();
    assert_eq!(files, 6, "{}", ran.stdout);
    assert!(!desk.psr(&["log", "D-1"]).stdout.contains("made "));
    assert_eq!(desk.psr(&["render", "--all"]).exit, Exit::CouldNotLook);
}

#[test]
fn an_authority_changes_a_template_and_its_look() {
    let desk = desk();
    let folder = desk.path("ours").display().to_string();
    let eject = ["templates", "eject", &folder, "reports/timeline.md.j2"];
    assert_eq!(desk.psr(&eject).exit, Exit::Done);
    let again = desk.psr(&eject);
    assert!(again.exit == Exit::CouldNotLook && again.stderr.contains("is there already"), "{}", again.stderr);
    let unknown = desk.psr(&["templates", "eject", &folder, "poem.md.j2"]);
    assert!(unknown.stderr.contains("no built-in template `poem.md.j2`"), "{}", unknown.stderr);
    desk.file("ours/look.yaml", "authority: An authority\ncolour: \"#005eb8\"\n");
    desk.file(
        "ours/reports/timeline.md.j2",
        "{# document: Timeline #}\n# Days of {{ case.title }}\n\nOurs.{{ connective() }}\n",
    );
    let ran = desk.psr(&["render", "D-1", "timeline", "--templates", &folder, "--as", "html"]);
    assert!(ran.stdout.contains("Days of Example services"), "{}{}", ran.stdout, ran.stderr);
    desk.file("ours/look.yaml", "colour: pale\n");
    let ran = desk.psr(&["render", "D-1", "timeline", "--templates", &folder]);
    assert!(ran.exit == Exit::CouldNotLook && ran.stderr.contains("not a colour"), "{}", ran.stderr);
}

#[test]
fn a_folder_of_templates_is_checked_with_all_its_problems() {
    let desk = Desk::new();
    // What happened in the worked cases lies before this day.
    desk.turn_to("2026-11-30");
    std::fs::create_dir_all(desk.path("ours/reports")).unwrap();
    desk.file("ours/reports/timeline.md.j2", "{# document: Timeline #}\n# T\n\nA bare sentence. {{ case.titel }}\n");
    desk.file("ours/reports/conflicts.md.j2", "{# document: Conflicts #}\n# T\n\nA bare sentence.\n");
    let ran = desk.psr(&["templates", "check", &desk.path("ours").display().to_string()]);
    assert_eq!(ran.exit, Exit::FoundWrong);
    for found in ["`case.titel`", "a sentence without grounds"] {
        assert!(ran.stderr.contains(found), "{found}: {}", ran.stderr);
    }
}
