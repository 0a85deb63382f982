//! Whatever bytes come in, the program says what is wrong with them and ends as it should.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, TOY};
use proptest::prelude::*;
use psr_cli::Exit;

/// Bytes of any kind, and text that comes close to being right.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let near = prop::collection::vec(
        prop::sample::select(vec![
            "commenced",
            "answers",
            ": ",
            "{",
            "}",
            "[",
            "]",
            "- ",
            "\n",
            "  ",
            "\"",
            "'",
            ",",
            "2024-03-01",
            "toy-kind",
            "train",
            "deposit",
            "1e9",
            "-5",
            "yes",
            "&a",
            "*a",
            "!!",
            "#",
            "|",
            "question",
            "value",
            "reason",
            "evidence",
            "\u{feff}",
            "\u{202e}",
            "999999999999999999999",
            "{\"commenced\":\"2024-03-01\"}",
            "\\u0000",
            "~",
        ]),
        0..60,
    );
    prop_oneof![prop::collection::vec(any::<u8>(), 0..300), near.prop_map(|parts| parts.concat().into_bytes())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn facts(bytes in bytes()) {
        let desk = Desk::new();
        let ran = desk.psr_reading(&["determine", "-", "--rules", TOY], &bytes);
        prop_assert!(ran.exit != Exit::FoundWrong);
        prop_assert_eq!(ran.exit == Exit::Done, ran.stderr.is_empty());
        let ran = desk.psr_reading(&["determine", "--batch", "--rules", TOY], &bytes);
        let lines = bytes.split(|byte| *byte == b'\n').count() - usize::from(bytes.is_empty() || bytes.ends_with(b"\n"));
        prop_assert_eq!(ran.stdout.lines().count(), lines);
        for line in ran.stdout.lines() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
        }
    }

    #[test]
    fn typed_at_an_interview(bytes in bytes()) {
        let desk = Desk::with_case();
        prop_assert_eq!(desk.psr_reading(&["ask", "TOY-1"], &bytes).exit, Exit::Done);
        prop_assert_eq!(desk.psr(&["verify"]).exit, Exit::Done);
    }

    #[test]
    fn files_of_answers_and_of_events(bytes in bytes()) {
        let desk = Desk::with_case();
        let file = desk.file("answers.yaml", &bytes);
        desk.psr(&["answer", "TOY-1", "--from", &file]);
        desk.psr(&["event", "TOY-1", "toy-returned", "--on", "2024-03-01", "--from", &file]);
        prop_assert_eq!(desk.psr(&["verify"]).exit, Exit::Done);
    }

    #[test]
    fn what_is_verified(bytes in bytes()) {
        let desk = Desk::with_case();
        let file = desk.file("bundle.zip", &bytes);
        prop_assert!(desk.psr(&["verify", &file]).exit != Exit::Done);
        prop_assert!(desk.psr(&["verify", "--key", &file]).exit == Exit::CouldNotLook);
        prop_assert!(desk.psr(&["verify", "--prior", &file]).exit == Exit::CouldNotLook);
        std::fs::write(desk.path("register/register.sqlite"), &bytes).unwrap();
        let _ = std::fs::remove_file(desk.path("register/register.sqlite-wal"));
        prop_assert!(desk.psr(&["verify"]).exit != Exit::Done);
    }
}
