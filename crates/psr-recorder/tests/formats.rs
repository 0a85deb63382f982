//! Headers, disclosures, signed notes, checkpoints and keys: by published examples, by refusals and by reading back.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use psr_recorder::checkpoint::Checkpoint;
use psr_recorder::limits::{MAX_BODY, MAX_FIELD, MAX_FIELDS, MAX_LINE};
use psr_recorder::{Digest, Disclosure, EventHeader, SigningKey, Value, VerifierKey, note};
use support::{ORIGIN, key, noon, op, other_key, record, seeded};

fn header() -> EventHeader {
    let mut sd: Vec<Digest> = (0..3_u8).map(|number| Digest::of(&[&[number]])).collect();
    sd.sort_by_key(Digest::base64url);
    EventHeader {
        act: "a1".to_owned(),
        at: noon(),
        base: Some(4),
        op: op(1),
        prev: Digest::of(&[b"before"]),
        rec: record(1),
        sd,
        seq: 5,
        typ: "psr.answer/1".to_owned(),
    }
}

fn text(line: &[u8]) -> String {
    String::from_utf8(line.to_vec()).unwrap()
}

#[test]
fn a_header_reads_back() {
    let line = header().to_line().unwrap();
    assert!(line.starts_with(b"{\"act\":\"a1\",\"at\":\"2026-04-01T12:00:00.000Z\",\"base\":4,\"op\":\""));
    assert_eq!(EventHeader::parse(&line).unwrap(), header());
    let first = EventHeader { base: None, seq: 0, prev: Digest::ZERO, sd: Vec::new(), ..header() };
    assert!(text(&first.to_line().unwrap()).contains("\"base\":-1,"));
    assert_eq!(EventHeader::parse(&first.to_line().unwrap()).unwrap(), first);
}

/// Returns the text and the expected reason in each line of a file of vectors.
fn vectors(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once('\t').unwrap())
}

#[test]
fn a_line_that_is_not_quite_a_header_is_refused() {
    let mut count = 0;
    for (line, reason) in vectors(include_str!("../../../fixtures/chains/malformed-lines.tsv")) {
        let found = EventHeader::parse(line.as_bytes()).unwrap_err().to_string();
        assert!(found.contains(reason), "{line}: {found}, expected {reason}");
        count += 1;
    }
    assert!(count >= 40, "{count} vectors");
}

#[test]
fn limits_hold_at_the_limit_and_one_above() {
    let digests = |count: u64| {
        let mut sd: Vec<Digest> = (0..count).map(|number| Digest::of(&[&number.to_be_bytes()])).collect();
        sd.sort_by_key(Digest::base64url);
        EventHeader { sd, ..header() }
    };
    assert!(digests(MAX_FIELDS as u64).to_line().is_ok());
    assert!(digests(MAX_FIELDS as u64 + 1).to_line().unwrap_err().to_string().contains("the limit is 512"));
    assert!(EventHeader::parse(&vec![b' '; MAX_LINE + 1]).unwrap_err().to_string().contains("the limit is 65536"));
    let overhead = r#"["AAAAAAAAAAAAAAAAAAAAAA","p",""]"#.len();
    let field = |length| Disclosure { salt: vec![0; 16], path: "p".to_owned(), value: Value::from("x".repeat(length)) };
    let largest = field(MAX_FIELD - overhead).to_body().unwrap();
    assert!(largest.len() <= MAX_BODY && Disclosure::parse(largest.as_bytes()).is_ok());
    assert!(field(MAX_FIELD - overhead + 1).to_body().unwrap_err().to_string().contains("the limit is 262144"));
    assert!(Disclosure::parse(&vec![b'A'; MAX_BODY + 1]).is_err());
}

/// RFC 9901, 4.2.1 and 4.2.3: the disclosure of a family name, and its digest.
#[test]
fn the_published_disclosure_has_its_published_digest() {
    let body = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
    assert_eq!(Disclosure::digest(body.as_bytes()).base64url(), "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    // It has spaces after its commas, which RFC 9901 leaves open and this format does not.
    assert!(Disclosure::parse(body.as_bytes()).unwrap_err().to_string().contains("not the canonical form"));
}

#[test]
fn a_disclosure_reads_back_and_a_loose_one_is_refused() {
    let disclosure = Disclosure::draw("lot/1/answer", Value::from("naïve"), &mut seeded(1));
    let body = disclosure.to_body().unwrap();
    assert!(body.starts_with("WyJ"));
    assert_eq!(Disclosure::parse(body.as_bytes()).unwrap(), disclosure);
    let mut count = 0;
    for (body, reason) in vectors(include_str!("../../../fixtures/chains/malformed-disclosures.tsv")) {
        let found = Disclosure::parse(body.as_bytes()).unwrap_err().to_string();
        assert!(found.contains(reason), "{body}: {found}, expected {reason}");
        count += 1;
    }
    assert!(count >= 20, "{count} vectors");
}

proptest! {
    #[test]
    fn no_text_stops_a_reader(text in any::<String>(), place in any::<prop::sample::Index>(), change in any::<char>()) {
        let line = String::from_utf8(header().to_line().unwrap()).unwrap();
        let signed = Checkpoint { origin: ORIGIN.to_owned(), size: 12, root: Digest::ZERO }.sign(&key());
        let disclosed = Disclosure::draw("p", Value::from("é"), &mut seeded(1)).to_body().unwrap();
        for whole in [text, line.clone(), signed.clone(), disclosed, key().verifier(ORIGIN).to_string()] {
            let mut characters: Vec<char> = whole.chars().collect();
            if !characters.is_empty() {
                let place = place.index(characters.len());
                characters[place] = change;
            }
            let altered: String = characters.into_iter().collect();
            prop_assert!(altered == line || EventHeader::parse(altered.as_bytes()) != Ok(header()));
            let opened = note::open(&altered).filter(|note| note.is_signed_by(&key().verifier(ORIGIN)));
            prop_assert!(altered == signed || opened.is_none());
            let _ = (Disclosure::parse(altered.as_bytes()), Checkpoint::parse(&altered), altered.parse::<VerifierKey>());
        }
    }
}

/// The example of the signed-note specification, and the key that goes with it.
#[test]
fn the_published_note_opens_and_its_key_reads_back() {
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let published = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
                     — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let verifier: VerifierKey = vkey.parse().unwrap();
    assert_eq!(verifier.to_string(), vkey);
    let opened = note::open(published).unwrap();
    assert!(opened.is_signed_by(&verifier));
    let altered = note::open(&published.replace("answer", "Answer")).unwrap();
    assert!(!altered.is_signed_by(&verifier));
}

#[test]
fn a_checkpoint_reads_back_under_its_key_alone() {
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 12, root: Digest::of(&[b"root"]) };
    let signed = checkpoint.sign(&key());
    let opened = note::open(&signed).unwrap();
    assert_eq!(Checkpoint::parse(&opened.text).unwrap(), checkpoint);
    assert!(opened.is_signed_by(&key().verifier(ORIGIN)));
    assert!(!opened.is_signed_by(&other_key().verifier(ORIGIN)));
    assert!(!opened.is_signed_by(&key().verifier("another.example.org")));
    assert_eq!(checkpoint.sign(&key()), signed, "Ed25519 gives equal bytes for equal text");
    for wrong in ["x\n1\nAAAA\n", "x\n01\n", "x\n-1\n", "\n1\n", "x\n1", ""] {
        assert_eq!(Checkpoint::parse(wrong), None, "{wrong:?}");
    }
}

#[test]
fn a_note_that_is_not_quite_one_is_refused() {
    let signed = Checkpoint { origin: ORIGIN.to_owned(), size: 0, root: Digest::ZERO }.sign(&key());
    let cases = [
        signed.replace("\n\n", "\n"),
        signed.trim_end().to_owned(),
        signed.replace('\u{2014}', "-"),
        signed.replace('\n', "\r\n"),
        format!("{signed}\n"),
        signed.split_inclusive('\n').take(4).collect(),
        String::new(),
    ];
    for note in cases {
        assert!(note::open(&note).is_none_or(|opened| !opened.is_signed_by(&key().verifier(ORIGIN))), "{note:?}");
    }
}

#[test]
fn keys_have_one_spelling() {
    let vkey = key().verifier(ORIGIN).to_string();
    assert_eq!(vkey.parse::<VerifierKey>().unwrap().to_string(), vkey);
    for wrong in [
        vkey.replace('+', "-"),
        vkey.replace(ORIGIN, "x y"),
        format!("{vkey}="),
        vkey.replacen('A', "B", 1),
        vkey[..40].to_owned(),
    ] {
        assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
    }
}

#[test]
fn a_key_file_reads_back_and_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("psr.key");
    key().create_file(&path).unwrap();
    let read = SigningKey::read_file(&path).unwrap();
    assert_eq!(read.verifier(ORIGIN), key().verifier(ORIGIN));
    assert!(other_key().create_file(&path).unwrap_err().to_string().starts_with("cannot create the key file: "));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    std::fs::write(&path, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap();
    assert!(SigningKey::read_file(&path).unwrap_err().to_string().contains("holds no Ed25519 key in PKCS#8 form"));
    assert!(
        SigningKey::read_file(&dir.path().join("none"))
            .unwrap_err()
            .to_string()
            .starts_with("cannot read the key file: ")
    );
}

#[test]
fn a_key_file_inside_a_register_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    support::create(dir.path());
    std::fs::create_dir(dir.path().join("keys")).unwrap();
    let refused = key().create_file(&dir.path().join("keys/psr.key")).unwrap_err().to_string();
    assert!(refused.contains("would lie inside the register"), "{refused}");
}
