//! Published notices, real and invented, are found to have what is wrong with them and nothing else.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use psr_casefile::built_in;
use psr_casefile::notice_check::{NoticeReport, check};
use psr_rules::facts::read_published;
use psr_rules::pack::model::{Found, Pack};
use serde::Deserialize;

/// What a case expects.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// What the case shows, as a sentence.
    shows: String,
    /// Whether data that cannot say so itself is an extract.
    #[serde(default)]
    extract: bool,
    notices: Vec<ExpectedNotice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedNotice {
    kind: Option<String>,
    /// Everything that is found, in order.
    #[serde(default)]
    findings: Vec<ExpectedFinding>,
    /// A part of the first reason why something was not looked at.
    not_checked: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    id: String,
    severity: Found,
    /// Words that stand in what is said.
    has: Option<String>,
    /// Words of the notice that are quoted.
    quote: Option<String>,
    /// Where they stand.
    place: Option<String>,
    /// The provisions, where the case is about them.
    provisions: Option<Vec<String>>,
}

fn england() -> Pack {
    psr_rules::pack::load(&built_in::files().into_iter().collect()).unwrap()
}

fn reports(pack: &Pack, name: &str, bytes: &[u8], extract: bool) -> Vec<NoticeReport> {
    let notices = read_published(name, bytes, pack).unwrap_or_else(|found| unreachable!("{name}: {found}"));
    let checks = pack.notice_checks.as_ref().unwrap();
    notices
        .into_iter()
        .map(|mut notice| {
            notice.extract |= extract;
            check(pack, checks, &notice)
        })
        .collect()
}

fn folder(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}

fn compare(case: &Path, pack: &Pack) {
    let expected = std::fs::read_to_string(case.join("expected.yaml")).unwrap();
    let expected: Expected =
        serde_saphyr::from_str(&expected).unwrap_or_else(|error| unreachable!("{case:?}: {error}"));
    assert!(expected.shows.ends_with('.'), "{case:?} shows no sentence");
    let file =
        ["notice.txt", "notice.json"].map(|name| case.join(name)).into_iter().find(|file| file.exists()).unwrap();
    let found = reports(pack, &file.display().to_string(), &std::fs::read(&file).unwrap(), expected.extract);
    assert_eq!(found.len(), expected.notices.len(), "{case:?}");
    for (found, expected) in found.iter().zip(&expected.notices) {
        assert_eq!(found.kind, expected.kind, "{case:?}");
        let ids =
            |found: &NoticeReport| found.findings.iter().map(|one| (one.id.clone(), one.severity)).collect::<Vec<_>>();
        let wanted: Vec<_> = expected.findings.iter().map(|one| (one.id.clone(), one.severity)).collect();
        assert_eq!(ids(found), wanted, "{case:?}");
        for (one, wanted) in found.findings.iter().zip(&expected.findings) {
            let has = |text: &str, part: &Option<String>| part.as_ref().is_none_or(|part| text.contains(part));
            assert!(has(&one.says, &wanted.has), "{case:?}: {}", one.says);
            assert!(has(one.quote.as_deref().unwrap_or_default(), &wanted.quote), "{case:?}: {:?}", one.quote);
            assert!(wanted.place.is_none() || one.place == wanted.place, "{case:?}: {:?}", one.place);
            assert!(
                wanted.provisions.as_ref().is_none_or(|wanted| *wanted == one.provisions),
                "{case:?}: {:?}",
                one.provisions
            );
        }
        let reason = found.not_checked.first().map(String::as_str).unwrap_or_default();
        assert!(expected.not_checked.as_ref().is_none_or(|part| reason.contains(part)), "{case:?}: {reason}");
    }
}

#[test]
fn real_notices_have_what_is_wrong_with_them() {
    let (pack, cases) = (england(), folder("notices"));
    assert!(cases.len() >= 26);
    cases.iter().for_each(|case| compare(case, &pack));
}

#[test]
fn invented_notices_have_what_is_wrong_with_them() {
    let (pack, cases) = (england(), folder("invented-notices"));
    assert!(cases.len() >= 38);
    cases.iter().for_each(|case| compare(case, &pack));
}

/// Every check of the pack is found in some notice, real or invented.
#[test]
fn every_check_is_found_somewhere() {
    let pack = england();
    let cases = folder("notices").into_iter().chain(folder("invented-notices"));
    let expected: String = cases.map(|case| std::fs::read_to_string(case.join("expected.yaml")).unwrap()).collect();
    let checks = pack.notice_checks.as_ref().unwrap().checks.iter();
    let unseen: Vec<String> =
        checks.map(|check| check.id.to_string()).filter(|id| !expected.contains(&format!("id: {id},"))).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

/// The deadlines of published notices, with what is to be said of each; those that are right give no finding.
#[test]
fn a_deadline_is_found_wrong_with_the_right_day_and_right_without_a_word() {
    let pack = england();
    let cases = [
        ("2024-03-26", "10 April 2024", None),
        ("2024-03-26", "9 April 2024", Some(("deadline-too-early", "10 April 2024"))),
        ("2024-09-05", "13 Sep", Some(("deadline-too-early", "18 September 2024"))),
        ("2024-12-18 18:43", "3 January 2025", None),
        ("2025-03-20", "1 Apr", Some(("deadline-too-early", "2 April 2025"))),
        ("2025-04-30", "9 May", Some(("deadline-too-early", "14 May 2025"))),
        ("2025-05-06", "19 May", None),
        ("2025-09-25", "8 Oct", None),
        ("2025-12-16", "31 Dec", None),
        ("2025-12-18", "12pm (midnight) on 5 Jan", Some(("deadline-time-ambiguous", "5 January 2026"))),
        ("2026-03-03", "13 Mar", Some(("deadline-too-early", "16 March 2026"))),
        ("2026-03-09 20:50", "20 March", None),
        ("2026-03-12 14:45", "23:59 25 Mar 2026", None),
        ("2026-03-13", "25 Mar", None),
        ("2026-03-07", "18 March 2026", None),
        ("2026-03-30", "14 Apr", None),
        ("2026-04-02", "16 April 2026", None),
        ("2026-12-24", "8 January 2027", None),
        ("2026-12-24", "7 January 2027", Some(("deadline-too-early", "8 January 2027"))),
        ("2026-04-20", "31 April 2026", Some(("deadline-impossible", "1 May 2026"))),
        ("2026-04-20", "the end of 8 working days", Some(("deadline-in-days-only", "1 May 2026"))),
        ("2026-03-12", "midnight on Wednesday 25 March 2026", None),
        ("2026-03-12", "25/03/2026 at 23:59", None),
        ("2026-03-12", "noon on 25/03/2026", Some(("deadline-time-too-early", "25 March 2026"))),
        ("2026-03-12", "27 March 2026", Some(("deadline-too-late", "25 March 2026"))),
    ];
    for (published, stated, expected) in cases {
        let text = format!(
            "extract: yes\nseen: [deadline]\npublished: {published}\n\nIntention to award under Direct Award Process C. \
             Representations may be made by {stated}.\n"
        );
        let found = reports(&pack, "a notice", text.as_bytes(), false).remove(0);
        let of_deadline = found.findings.iter().find(|one| one.id.starts_with("deadline"));
        assert_eq!(of_deadline.map(|one| one.id.as_str()), expected.map(|(id, _)| id), "{published}: {stated}");
        let day = expected.map(|(_, day)| day).unwrap_or_default();
        assert!(of_deadline.is_none_or(|one| one.says.contains(day)), "{published}: {of_deadline:?}");
    }
}

/// Bytes of any kind, and text that comes close to a notice.
fn near_a_notice() -> impl Strategy<Value = Vec<u8>> {
    let parts = [
        "published: 2026-03-12\n",
        "extract: yes\n",
        "weights: 1/2\n",
        "cpv: 85100000\n",
        "deadline: 1 é May\n",
        "---\n",
        "\n\n",
        "\n",
        " ",
        ". ",
        "Intention to award under Direct Award Process C",
        "urgent circumstances",
        "representations by ",
        "31 April 2026",
        "25 March",
        "12pm (midnight)",
        "may",
        "value 10%",
        "social value 5 %é",
        "[insert",
        "é’",
        "\u{202e}",
        "\u{7}",
        "{",
        "}",
        "[",
        "]",
        ",",
        "{\"tag\":[],\"description\":\"representations by 1 May\"}",
        "{\"date\":\"2026-03-12T00:00:00Z\",\"tag\":[],\"awards\":[{\"value\":{\"amount\":1}}]}",
    ];
    let near = prop::collection::vec(prop::sample::select(parts.to_vec()), 0..60);
    let bytes = prop::collection::vec(any::<u8>(), 0..300);
    prop_oneof![1 => bytes, 3 => near.prop_map(|parts| parts.concat().into_bytes())]
}

#[test]
fn whatever_is_given_is_refused_or_looked_through() {
    let pack = england();
    let checks = pack.notice_checks.as_ref().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(1_000));
    let outcome = runner.run(&near_a_notice(), |bytes| {
        match read_published("notice", &bytes, &pack) {
            Err(found) => prop_assert!(found.has_errors()),
            Ok(notices) => notices.iter().for_each(|notice| drop(check(&pack, checks, notice))),
        }
        Ok(())
    });
    outcome.unwrap();
}

/// What would be slow if it were looked at again and again: one sentence as long as can be, with every phrase begun and none ended.
#[test]
fn the_longest_text_is_looked_through_at_once() {
    let pack = england();
    let text = "publication representation standstill conflict not risk value 1 May 10% [insert ";
    let text = format!("published: 2026-03-12\nnotice: intention-under-c\n\n{}", text.repeat(1_000_000 / text.len()));
    let begun = std::time::Instant::now();
    assert_eq!(reports(&pack, "a notice", text.as_bytes(), false).len(), 1);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
