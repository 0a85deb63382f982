//! Canonical JSON: one form, read strictly, equal to what another implementation writes.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use psr_recorder::Value;
use psr_recorder::canonical::{parse, to_bytes};

fn value() -> impl Strategy<Value = Value> {
    let integer = -9_007_199_254_740_991_i64..=9_007_199_254_740_991;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        integer.prop_map(Value::Int),
        any::<String>().prop_map(Value::Text),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::btree_map(prop::collection::vec(prop::sample::select(KEY), 1..8), inner, 0..6).prop_map(
                |entries| Value::Map(
                    entries.into_iter().map(|(key, value)| (key.into_iter().collect(), value)).collect()
                )
            ),
        ]
    })
}

const KEY: &[char] = &['a', 'b', 'm', 'z', '0', '1', '9', '_'];

proptest! {
    #[test]
    fn what_is_written_reads_back(value in value()) {
        prop_assert_eq!(parse(&to_bytes(&value).unwrap()).unwrap(), value);
    }

    #[test]
    fn another_implementation_writes_the_same_bytes(value in value()) {
        let bytes = to_bytes(&value).unwrap();
        let theirs = serde_json_canonicalizer::to_vec(&value).unwrap();
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), String::from_utf8(theirs).unwrap());
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in any::<Vec<u8>>()) {
        if let Ok(value) = parse(&bytes) {
            prop_assert_eq!(to_bytes(&value).unwrap(), bytes);
        }
    }

    #[test]
    fn a_changed_byte_is_another_value_or_none(value in value(), place in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let mut bytes = to_bytes(&value).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        prop_assert_ne!(parse(&bytes).ok(), Some(value));
    }
}

#[test]
fn every_malformed_vector_is_refused_for_its_reason() {
    let vectors = include_str!("../../../fixtures/chains/malformed-json.tsv");
    let mut count = 0;
    for line in vectors.lines().filter(|line| !line.starts_with('#')) {
        let (hex, reason) = line.split_once('\t').unwrap();
        let bytes: Vec<u8> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        let found = parse(&bytes).unwrap_err().to_string();
        assert!(found.contains(reason), "{}: {found}, expected {reason}", String::from_utf8_lossy(&bytes));
        count += 1;
    }
    assert!(count >= 30, "{count} vectors");
}

#[test]
fn sixteen_levels_are_read_and_seventeen_are_not() {
    let nested = |levels: usize| [vec![b'['; levels], vec![b']'; levels]].concat();
    assert_eq!(to_bytes(&parse(&nested(16)).unwrap()).unwrap(), nested(16));
    assert_eq!(parse(&nested(17)).unwrap_err().to_string(), "nested deeper than 16 levels at byte 16");
    assert!(parse(&vec![b'['; 60_000]).is_err());
}

#[test]
fn what_has_no_form_is_not_written() {
    let refused = |value: Value| to_bytes(&value).unwrap_err().to_string();
    assert!(refused(Value::Int(9_007_199_254_740_992)).starts_with("the number 9007199254740992 is not"));
    assert!(refused(Value::Int(i64::MIN)).starts_with("the number -9223372036854775808 is not"));
    let map = |key: &str| Value::Map([(key.to_owned(), Value::Null)].into());
    assert_eq!(refused(map("Name")), "the key `Name` may hold only a-z, 0-9 and _");
    assert_eq!(refused(map("")), "the key `` may hold only a-z, 0-9 and _");
    let deep = (0..17).fold(Value::Null, |inner, _| Value::List(vec![inner]));
    assert!(refused(deep).starts_with("nested deeper"));
}

#[test]
fn text_is_composed_at_input() {
    let decomposed = Value::List(vec![Value::from("cafe\u{301}"), Value::from("e\u{301}")]);
    assert_eq!(decomposed.composed(), Value::List(vec![Value::from("café"), Value::from("é")]));
}

/// RFC 8785, 3.2.2 to 3.2.4: its example, as far as this profile goes (its numbers are no integers), and its bytes of the string.
#[test]
fn the_published_example_comes_out_byte_for_byte() {
    let text = "\u{20ac}$\u{f}\u{a}A'\u{42}\u{22}\u{5c}\\\"/";
    let entries = [
        ("string", Value::from(text)),
        ("literals", Value::List(vec![Value::Null, Value::Bool(true), Value::Bool(false)])),
    ];
    let value = Value::Map(entries.map(|(key, value)| (key.to_owned(), value)).into());
    let published: &[u8] = &[
        0x22, 0xe2, 0x82, 0xac, 0x24, 0x5c, 0x75, 0x30, 0x30, 0x30, 0x66, 0x5c, 0x6e, 0x41, 0x27, 0x42, 0x5c, 0x22,
        0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x22, 0x2f, 0x22,
    ];
    let expected = [br#"{"literals":[null,true,false],"string":"#, published, b"}"].concat();
    assert_eq!(to_bytes(&value).unwrap(), expected);
    assert_eq!(parse(&expected).unwrap(), value);
}
