//! Both forms are read to the same notice, and what is wrong with one is said at once, with its place.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::pack;

fn england() -> Pack {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/psr-england");
    pack::load(&files(&root, &root).into_iter().collect()).unwrap()
}

fn files(root: &std::path::Path, folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                return files(root, &path);
            }
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            vec![(name, std::fs::read(&path).unwrap())]
        })
        .collect()
}

#[test]
fn header_and_data_give_the_same() {
    let pack = england();
    let text = "---\n# pasted\npublished: 2026-03-13 00:30\nvalue: 100000.50\ncpv: [85141200, 85121100-4]\n---\nfirst\n\nsecond\n";
    let data = r#"{ "date": "2026-03-13T00:30:00Z", "tag": null, "awards": [{ "value": { "amount": 100000.5000001 } }],
        "tender": { "classification": { "scheme": "CPV", "id": 85141200 }, "additionalClassifications": [{ "id": "85121100-4" }] },
        "description": "first\n\nsecond\n", "more": [[{}]] }"#;
    let read = |text: &str| read_published("notice", text.as_bytes(), &pack).unwrap().remove(0);
    let (pasted, data) = (read(text), read(data));
    let words = |notice: &PublishedNotice| {
        let held = |(field, values): (&NoticeField, &Vec<GivenValue>)| {
            (field.name, values.iter().map(|value| value.held.clone()).collect::<Vec<_>>())
        };
        notice.given.iter().map(held).collect::<Vec<_>>()
    };
    assert_eq!(words(&pasted), words(&data));
    assert_eq!(pasted.text[0].text, data.text[0].text);
    assert_eq!(pasted.text[0].place, PassagePlace::Line(7));
    assert_eq!(data.text[0].place, PassagePlace::Path("description".to_owned()));
    assert_eq!(line_of(&pasted.text[0].text, 7, 7), 9);
}

#[test]
fn an_instant_falls_on_its_day_in_england() {
    let pack = england();
    let read = read_published("notice", br#"{ "date": "2026-06-30T23:30:00Z", "tag": [] }"#, &pack).unwrap().remove(0);
    assert_eq!(read.day(NoticeField::PUBLISHED).map(|day| day.to_string()).as_deref(), Some("2026-07-01"));
}

/// Says what is wrong with a file, each finding in one line.
fn wrong(bytes: &[u8], pack: &Pack) -> Vec<String> {
    let found =
        read_published("notice", bytes, pack).map(|_| ()).err().map(|found| found.all().to_vec()).unwrap_or_default();
    found.iter().map(|one| format!("{}:{} {}", one.line, one.column, one.message)).collect()
}

#[test]
fn everything_that_is_wrong_with_a_file_is_said_at_once() {
    let pack = england();
    let cases: [(&[u8], &[&str]); 18] = [
        (b"", &["0:0 the input is empty"]),
        (b" \n\n ", &["0:0 the input is empty"]),
        (b"{", &["1:2 a key in quotation marks is expected here"]),
        (b"[]", &["1:1 the file must be a mapping, and is a list"]),
        (b"{}", &["1:1 this JSON is no OCDS release, nor a package with one"]),
        (br#"{ "releases": [] }"#, &["1:1 this JSON is no OCDS release, nor a package with one"]),
        (
            br#"{ "releases": 3 }"#,
            &["1:1 this JSON is no OCDS release, nor a package with one", "1:15 `releases` must be a list, and is `3`"],
        ),
        (br#"{ "tag": [], "tag": [] }"#, &["1:14 `tag` stands twice"]),
        (
            br#"{ "tag": [], "date": "soon", "tender": { "lots": {}, "title": [1] } }"#,
            &[
                "1:22 `date` must be a date, and is `soon`",
                "1:50 `lots` must be a list, and is a mapping",
                "1:63 `title` must be a single value, and is a list",
            ],
        ),
        (
            br#"{ "tag": [], "date": "2023-12-31" }"#,
            &["1:22 the notice is dated 2023-12-31, before the regime began on 2024-01-01"],
        ),
        (
            br#"{ "tag": [], "tender": { "value": { "amount": 1e9 } } }"#,
            &["1:47 `amount` must be a sum of money, and is `1e9`"],
        ),
        (b"This is a notice", &["1:1 the file must be a mapping, and is `This is a notice`"]),
        (
            b"publishd: 2026-03-12\nvalue: lots\nstart: 2026-02-30\nextract: perhaps\nnotice: c\nseen: [all]\n",
            &[
                "1:1 `publishd` is not a key that belongs here",
                "2:8 `value` must be a sum of money, and is `lots`",
                "3:8 `start` must be a date, and is `2026-02-30`",
                "4:10 `extract` must be `yes` or `no`, and is `perhaps`",
                "5:9 the pack knows no kind of notice `c`",
                "6:8 the pack knows no part of a notice `all`",
            ],
        ),
        (
            b"title: &a one\ntitle: two\n",
            &["1:11 `title` has a YAML anchor (`&`), which is not allowed", "2:1 `title` stands twice"],
        ),
        (b"title: one\x07\n", &["1:11 a control character stands here"]),
        (b"title: one\n\n\xff", &["3:1 the file is not UTF-8 from here on"]),
        (b"title: 2024\n", &["1:8 `title` must be text, and without quotes `2024` is a number"]),
        (
            b"term: 3 weeks\nweights: a/b\n",
            &["1:7 `term` must be a length of time, and is `3 weeks`", "2:10 `weights` must be numbers, and is `a/b`"],
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(wrong(bytes, &pack), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let pack = england();
    assert_eq!(wrong(&vec![b'a'; INPUT_LIMIT + 1], &pack), ["0:0 the input is larger than 1 MiB"]);
    let many = format!("{{ \"releases\": [{}] }}", vec![r#"{"tag":[]}"#; NOTICES_LIMIT + 1].join(","));
    assert_eq!(wrong(many.as_bytes(), &pack), ["1:1 the file holds more than 200 notices"]);
    let parties: String = (0..=VALUES_LIMIT).map(|n| format!("{{\"name\":\"{n}\",\"roles\":[\"buyer\"]}},")).collect();
    let many = format!("{{ \"tag\": [], \"parties\": [{}] }}", parties.trim_end_matches(','));
    assert_eq!(wrong(many.as_bytes(), &pack), ["0:0 the notice gives more than 1000 values for `authority`"]);
    let deep = format!("{{ \"tag\": {}", "[".repeat(5_000));
    assert_eq!(wrong(deep.as_bytes(), &pack), ["1:41 lists and mappings are nested too deeply here"]);
}

#[test]
fn a_pack_may_say_nothing_of_notices() {
    let mut pack = england();
    pack.notice_checks = None;
    let found = wrong(b"title: one\n", &pack);
    assert!(found[0].contains("has no notice-check.yaml"), "{found:?}");
}
