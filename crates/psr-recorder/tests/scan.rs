//! The readers of one pass accept what the longer readers accept, to the byte, and read the same there.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use psr_recorder::canonical::{self, Value};
use psr_recorder::{Digest, Disclosure, EventHeader, OperationId, disclosure, header};
use support::{noon, record};

/// One change of a few bytes, biased to what means something in the format.
#[derive(Debug, Clone)]
enum Change {
    Replace(usize, u8),
    Insert(usize, u8),
    Remove(usize),
    Repeat(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let byte = prop_oneof![
        proptest::sample::select(b"\"\\{}[],:0123456789-+.eEabcdefuntrulsx_AZ /\n\t\x00\x1f\x7f\xc3\xa9\xff".to_vec()),
        any::<u8>()
    ];
    prop_oneof![
        (any::<usize>(), byte.clone()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        (any::<usize>(), byte).prop_map(|(at, byte)| Change::Insert(at, byte)),
        any::<usize>().prop_map(Change::Remove),
        (any::<usize>(), 1..12_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len().max(1);
        match change {
            Change::Replace(at, byte) if !bytes.is_empty() => bytes[at % length] = *byte,
            Change::Insert(at, byte) => bytes.insert(at % (bytes.len() + 1), *byte),
            Change::Remove(at) if !bytes.is_empty() => drop(bytes.remove(at % length)),
            Change::Repeat(at, count) if !bytes.is_empty() => {
                let from = at % length;
                let piece = bytes[from..(from + count).min(bytes.len())].to_vec();
                bytes.splice(from..from, piece);
            }
            Change::Replace(..) | Change::Remove(_) | Change::Repeat(..) => {}
        }
    }
    bytes
}

fn any_header() -> impl Strategy<Value = EventHeader> {
    let digests = vec(any::<[u8; 32]>(), 0..5);
    let base = proptest::option::of(0..1_u64 << 53);
    let instant = -62_167_219_200_000..253_402_300_800_000_i64;
    let names = ("[a-z0-9-]{1,32}", "[a-z.-]{1,12}/[1-9][0-9]{0,3}");
    (digests, base, 0..1_u64 << 53, instant, any::<[u8; 16]>(), any::<[u8; 32]>(), names).prop_map(
        |(mut sd, base, seq, at, op, prev, (act, typ))| {
            sd.sort_by_key(|digest| URL_SAFE_NO_PAD.encode(digest));
            sd.dedup();
            let at = chrono::DateTime::from_timestamp_millis(at).unwrap_or_else(noon);
            let sd = sd.into_iter().map(Digest::from_bytes).collect();
            let (op, prev) = (OperationId(op), Digest::from_bytes(prev));
            EventHeader { act, at, base, op, prev, rec: record(seq), sd, seq, typ }
        },
    )
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-9_007_199_254_740_991..=9_007_199_254_740_991_i64).prop_map(Value::Int),
        any::<String>().prop_map(Value::Text),
        "[\\x00-\\x20\"\\\\/é€😀]{0,8}".prop_map(Value::Text),
    ];
    leaf.prop_recursive(18, 24, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::List),
            btree_map("[a-z0-9_]{1,3}", inner, 0..3).prop_map(Value::Map),
        ]
    })
}

fn check_header(line: &[u8]) {
    let mut sd = Vec::new();
    let scanned = header::scan(line, &mut sd);
    let parsed = EventHeader::parse(line).ok();
    assert_eq!(scanned.map(|scanned| scanned.to_header(&sd)), parsed, "{}", String::from_utf8_lossy(line));
    if let (Some(scanned), Some(parsed)) = (scanned, parsed) {
        assert_eq!(scanned.rec_text, parsed.rec.to_string().as_bytes());
        assert_eq!(scanned.op_text, parsed.op.to_string().as_bytes());
    }
}

fn check_value(json: &[u8]) {
    let scanned = std::str::from_utf8(json).ok().and_then(canonical::scan).is_some_and(str::is_empty);
    assert_eq!(scanned, canonical::parse(json).is_ok(), "{}", String::from_utf8_lossy(json));
}

fn check_disclosure(body: &[u8]) {
    let mut memory = b"before".to_vec();
    let parsed = Disclosure::parse(body).ok();
    match disclosure::scan(body, &mut memory) {
        Some(scanned) => {
            let parsed = parsed.expect("the longer reader accepts it too");
            assert_eq!(&memory[scanned.path], parsed.path.as_bytes());
            assert_eq!(canonical::parse(&memory[scanned.value]).as_ref(), Ok(&parsed.value));
        }
        None => {
            let rare = |path: &str| !path.bytes().all(|byte| (0x20..0x7f).contains(&byte) && !b"\"\\".contains(&byte));
            assert!(parsed.is_none_or(|parsed| rare(&parsed.path)), "{}", String::from_utf8_lossy(body));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_header_is_read_as_the_longer_reader_reads_it(header in any_header(), changes in vec(change(), 0..4)) {
        if let Ok(line) = header.to_line() {
            check_header(&line);
            check_header(&changed(line, &changes));
        }
    }

    #[test]
    fn a_value_is_judged_as_the_longer_reader_judges_it(value in any_value(), changes in vec(change(), 0..4)) {
        if let Ok(json) = canonical::to_bytes(&value) {
            check_value(&json);
            check_value(&changed(json, &changes));
        }
    }

    #[test]
    fn a_disclosure_is_read_as_the_longer_reader_reads_it(
        salt in vec(any::<u8>(), 14..20),
        path in "[a-z0-9/]{0,12}|[ -~]{0,8}|.{0,4}",
        value in any_value(),
        changes in vec(change(), 0..4),
    ) {
        let parts = Value::List(vec![Value::Text(URL_SAFE_NO_PAD.encode(salt)), Value::Text(path), value]);
        if let Ok(json) = canonical::to_bytes(&parts) {
            let body = URL_SAFE_NO_PAD.encode(&json);
            check_disclosure(body.as_bytes());
            check_disclosure(URL_SAFE_NO_PAD.encode(changed(json, &changes)).as_bytes());
            check_disclosure(&changed(body.into_bytes(), &changes));
        }
    }

    #[test]
    fn rubbish_is_refused_by_both(bytes in vec(any::<u8>(), 0..80)) {
        check_header(&bytes);
        check_value(&bytes);
        check_disclosure(&bytes);
    }
}

#[test]
fn the_edges_of_the_format_are_judged_alike() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let mut values: Vec<String> = (14..19).map(nested).collect();
    for value in [
        "-0",
        "00",
        "01",
        "-1",
        "9007199254740991",
        "9007199254740992",
        "-9007199254740991",
        "-9007199254740992",
        "1.0",
        "1e3",
        "99999999999999999999",
        "\"\\u0000\"",
        "\"\\u0008\"",
        "\"\\b\"",
        "\"\\u001f\"",
        "\"\\u001F\"",
        "\"\\u0020\"",
        "\"\\/\"",
        "\"\u{7f}\"",
        "{\"a\":1,\"a\":2}",
        "{\"b\":1,\"a\":2}",
        "{\"\":1}",
        "{\"A\":1}",
        "{\"a\\u0062\":1}",
        "{}",
        "{\"a\":{}}",
        "[1 ,2]",
        "[1,]",
        "true ",
        "nul",
        "",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"",
    ] {
        values.push(value.to_owned());
    }
    for value in values {
        check_value(value.as_bytes());
        let json = format!("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"p\",{value}]");
        check_disclosure(URL_SAFE_NO_PAD.encode(json).as_bytes());
    }
    let salts =
        ["", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAA=A"];
    for salt in salts {
        check_disclosure(URL_SAFE_NO_PAD.encode(format!("[\"{salt}\",\"p\",1]")).as_bytes());
    }
}

#[test]
fn a_line_with_each_of_its_bytes_changed_is_judged_alike() {
    let sd: BTreeMap<String, Digest> =
        (0..2_u8).map(|number| Digest::of(&[&[number]])).map(|digest| (digest.base64url(), digest)).collect();
    let (op, prev, sd) = (OperationId([1; 16]), Digest::of(&[]), sd.into_values().collect());
    let (act, typ) = ("a1".to_owned(), "psr.answer/1".to_owned());
    let line =
        EventHeader { act, at: noon(), base: Some(6), op, prev, rec: record(1), sd, seq: 7, typ }.to_line().unwrap();
    for at in 0..line.len() {
        for byte in 0..=u8::MAX {
            let mut line = line.clone();
            line[at] = byte;
            check_header(&line);
        }
    }
}
