//! Parsers of the record: what they accept has one spelling only, so writing it again gives the same bytes.

use psr_recorder::{Checkpoint, Disclosure, EventHeader, VerifierKey, canonical, note};

pub(super) fn canonical_json(bytes: &[u8]) {
    if let Ok(value) = canonical::parse(bytes) {
        assert_eq!(canonical::to_bytes(&value).as_deref(), Ok(bytes), "accepted JSON is canonical");
    }
}

pub(super) fn event_line(bytes: &[u8]) {
    if let Ok(header) = EventHeader::parse(bytes) {
        assert_eq!(header.to_line().as_deref(), Ok(bytes), "an accepted line is written the same again");
    }
}

pub(super) fn disclosure(bytes: &[u8]) {
    if let Ok(disclosure) = Disclosure::parse(bytes) {
        let body = disclosure.to_body().expect("what was read can be written");
        assert_eq!(body.as_bytes(), bytes, "an accepted body is written the same again");
    }
}

pub(super) fn signed_note(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(note) = note::open(text) {
        assert!(text.starts_with(&note.text) && note.text.ends_with('\n'), "the text is the note's beginning");
        assert!(!note.signatures.is_empty(), "a note is signed");
    }
}

pub(super) fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(checkpoint) = Checkpoint::parse(text) {
        assert!(text.starts_with(&checkpoint.to_text()), "an accepted checkpoint begins with its three lines");
    }
}

pub(super) fn verifier_key(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text, "a key has one spelling");
    }
}
