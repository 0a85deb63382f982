//! Parsers of what people write: facts, answers, tables, timetables, packs and documents.

use std::sync::LazyLock;

use psr_casefile::notice_check;
use psr_renderer::commonmark;
use psr_renderer::document::Metadata;
use psr_rules::facts::{self, Line, LineReader};
use psr_rules::money::Pence;
use psr_rules::pack::model::{Found, Kind, Pack, Question};
use psr_rules::pack::{self, PackFiles};
use psr_rules::{answer, timetable};

/// A small pack with a question of every kind; the England pack would take most of the time of a try.
static TOY: LazyLock<Pack> = LazyLock::new(|| pack::load(&toy_files()).expect("the toy pack is sound"));

/// The built-in pack, as a small one says nothing of published notices; it is read once.
static ENGLAND: LazyLock<Pack> = LazyLock::new(|| {
    let files: PackFiles = psr_casefile::built_in::files().into_iter().collect();
    pack::load(&files).expect("the built-in pack is sound")
});

fn toy_files() -> PackFiles {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/packs/toy");
    let mut files = PackFiles::default();
    add(std::path::Path::new(root), "", &mut files);
    files
}

fn add(folder: &std::path::Path, prefix: &str, files: &mut PackFiles) {
    for entry in std::fs::read_dir(folder).expect("the toy pack is here").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match std::fs::read(entry.path()) {
            Ok(bytes) => files.insert(name, bytes),
            Err(_) => add(&entry.path(), &format!("{name}/"), files),
        }
    }
}

pub(super) fn facts_file(bytes: &[u8]) {
    for name in ["facts.yaml", "facts.json"] {
        if let Err(found) = facts::read(name, bytes, &TOY, None) {
            assert!(!found.is_empty(), "what is refused is refused for a reason");
        }
    }
}

pub(super) fn facts_line(bytes: &[u8]) {
    let (mut line, reader) = (Line::default(), LineReader::new(&TOY, None));
    if let Err(reason) = reader.read(bytes, &mut line) {
        assert!(!reason.is_empty(), "what is refused is refused for a reason");
    }
}

pub(super) fn answers_file(bytes: &[u8]) {
    if let Err(found) = facts::read_answers("answers.yaml", bytes, &TOY) {
        assert!(!found.is_empty(), "what is refused is refused for a reason");
    }
}

pub(super) fn disclosure_plan(bytes: &[u8]) {
    if let Err(found) = facts::read_disclosure_plan("plan.yaml", bytes, &TOY) {
        assert!(!found.is_empty(), "what is refused is refused for a reason");
    }
}

pub(super) fn items_file(bytes: &[u8]) {
    let is_list = |question: &&Question| matches!(question.kind, Kind::List(_));
    let lists: Vec<&Question> = TOY.questions.values().filter(is_list).collect();
    for (question, name) in lists.iter().flat_map(|list| ["items.csv", "items.yaml"].map(|name| (list, name))) {
        if let Err(found) = facts::read_items(name, bytes, question) {
            assert!(!found.is_empty(), "what is refused is refused for a reason");
        }
    }
}

pub(super) fn timetable_file(bytes: &[u8]) {
    let _ = timetable::read("events.yaml", bytes, &TOY);
    let _ = timetable::read_line(bytes, &TOY);
}

pub(super) fn published_notice(bytes: &[u8]) {
    let checks = ENGLAND.notice_checks.as_ref().expect("the built-in pack looks notices through");
    for notice in facts::read_published("notice", bytes, &ENGLAND).unwrap_or_default() {
        let report = notice_check::check(&ENGLAND, checks, &notice);
        let defects = report.findings.iter().any(|finding| finding.severity == Found::Defect);
        assert!(report.sound != defects, "a notice is sound where it has no defect");
    }
}

pub(super) fn pack_file(bytes: &[u8]) {
    // The first byte chooses which file of the pack is replaced.
    let (Some(choice), rest) = (bytes.first(), bytes.get(1..).unwrap_or_default()) else { return };
    let mut files = toy_files();
    let paths: Vec<String> = files.iter().map(|(path, _)| path.to_owned()).collect();
    files.insert(paths[usize::from(*choice) % paths.len()].clone(), rest);
    let (pack, found) = pack::examine(&files);
    assert!(pack.is_some() || !found.is_empty(), "a pack that does not load has its faults listed");
}

pub(super) fn money_and_dates(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(sum) = Pence::parse(text) {
        assert_eq!(Pence::parse(&sum.plain()), Ok(sum), "a sum written plainly is the same sum");
    }
    if let Ok(date) = answer::date(text) {
        assert_eq!(answer::date(&date.to_string()).ok(), Some(date), "a date written plainly is the same date");
    }
}

pub(super) fn commonmark(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = commonmark::read(text, Metadata::default(), Default::default());
}
