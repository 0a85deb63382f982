//! Time-stamp tokens and cosignatures as anchors: sound ones are accepted, altered ones are not.
#![allow(clippy::unwrap_used)]

mod support;

use psr_recorder::anchor::{self, Authorities, COSIGNATURE, TIME_STAMP, TimeStampRequest, Trusted, check_time_stamp};
use psr_recorder::{Checkpoint, Digest, SigningKey, note};
use support::authority::{Authority, KEYS, openssl_is_here};
use support::{ORIGIN, key};

const NONCE: [u8; 8] = [0, 0x81, 3, 4, 5, 6, 7, 8];

fn checkpoint() -> String {
    Checkpoint { origin: ORIGIN.to_owned(), size: 12, root: Digest::of(&[b"root"]) }.sign(&key())
}

/// A token that a test authority made over the checkpoint once, and its root certificate.
fn kept() -> (Vec<u8>, Authorities) {
    let reply = include_bytes!("../../../fixtures/anchors/p256.tsr").to_vec();
    let ca = include_bytes!("../../../fixtures/anchors/p256-ca.pem");
    (reply, Authorities::from_pem(ca).unwrap())
}

#[test]
fn a_request_is_the_bytes_rfc_3161_shows_and_reads_back() {
    let request = TimeStampRequest::new(&checkpoint(), NONCE);
    let der = request.to_der();
    assert_eq!(der.len(), 69);
    assert_eq!(
        der[..24],
        [0x30, 67, 2, 1, 1, 0x30, 0x31, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 32]
    );
    assert_eq!(der[24..56], *Digest::of(&[checkpoint().as_bytes()]).as_bytes());
    assert_eq!(der[56..], [2, 8, 0, 0x81, 3, 4, 5, 6, 7, 8, 1, 1, 0xff]);
    assert_eq!(TimeStampRequest::parse(&der).unwrap(), request);
    assert!(TimeStampRequest::parse(&der[1..]).is_err());
}

#[test]
fn a_kept_token_says_when_and_by_whom() {
    let (reply, authorities) = kept();
    let request = TimeStampRequest::new(&checkpoint(), NONCE);
    let found = check_time_stamp(&reply, &checkpoint(), Some(&request), Some(&authorities)).unwrap();
    assert_eq!((found.by.as_str(), found.unproved), ("Test Time Stamps", None));
    assert_eq!(found.at.unwrap().to_rfc3339(), include_str!("../../../fixtures/anchors/p256.txt").trim());
    let alone = check_time_stamp(&reply, &checkpoint(), None, None).unwrap();
    assert!(alone.unproved.unwrap().contains("give its certificate"));
    let other = TimeStampRequest::new(&checkpoint(), [9; 8]);
    assert!(check_time_stamp(&reply, &checkpoint(), Some(&other), None).unwrap_err().contains("its nonce is another"));
    let elsewhere = checkpoint().replace("\n12\n", "\n13\n");
    assert!(check_time_stamp(&reply, &elsewhere, None, None).unwrap_err().contains("over something else"));
    let stranger = include_bytes!("../../../fixtures/anchors/stranger-ca.pem");
    let stranger = Authorities::from_pem(stranger).unwrap();
    let refused = check_time_stamp(&reply, &checkpoint(), None, Some(&stranger)).unwrap_err();
    assert!(refused.contains("certifies “Test Time Stamps”"), "{refused}");
}

/// Some bits say nothing that matters: versions, and the list of hashes. They must not change what is found.
#[test]
fn any_flipped_bit_of_a_token_is_noticed_or_changes_nothing() {
    let (reply, authorities) = kept();
    let found = |reply: &[u8]| check_time_stamp(reply, &checkpoint(), None, Some(&authorities));
    let sound = found(&reply).unwrap();
    let mut unnoticed = 0;
    for bit in 0..reply.len() * 8 {
        let mut altered = reply.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        if let Ok(finding) = found(&altered) {
            assert_eq!(finding, sound, "bit {bit}");
            unnoticed += 1;
        }
    }
    assert!(unnoticed < 200, "{unnoticed} of {} bits", reply.len() * 8);
    for length in 0..reply.len() {
        assert!(found(&reply[..length]).is_err(), "cut at {length}");
    }
    assert!(found(&[&reply[..], &[0]].concat()).is_err());
    assert!(found(&vec![0x30; anchor::LARGEST_REPLY + 1]).unwrap_err().contains("has at most"));
}

#[test]
fn authorities_are_certificates_in_pem_and_nothing_else() {
    for (pem, reason) in [
        (&b""[..], "holds no certificate"),
        (b"hello", "holds no certificate"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "one of its certificates"),
        (b"-----BEGIN CERTIFICATE-----\n????", "not a list of certificates"),
    ] {
        let refused = Authorities::from_pem(pem).unwrap_err();
        assert!(refused.contains(reason), "{refused}, expected {reason}");
    }
}

/// Every kind of key an authority may have, with `openssl` as the authority and as a second verifier.
#[test]
fn tokens_of_a_local_authority_are_accepted_here_and_by_openssl() {
    if !openssl_is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for key in KEYS {
        let authority = Authority::create(folder.path(), key, "stamping");
        let request = TimeStampRequest::new(&checkpoint(), NONCE);
        let reply = authority.reply(&request.to_der());
        let authorities = Authorities::from_pem(&authority.ca()).unwrap();
        let found = check_time_stamp(&reply, &checkpoint(), Some(&request), Some(&authorities)).unwrap();
        assert_eq!((found.by.as_str(), found.unproved), ("Test Time Stamps", None), "{}", key.0);
        assert!(authority.accepts(&reply, &checkpoint()), "{}", key.0);
        assert!(!authority.accepts(&reply, "another"), "{}", key.0);
        let mut altered = reply;
        let last = altered.len() - 1;
        altered[last] ^= 1;
        assert!(check_time_stamp(&altered, &checkpoint(), None, None).is_err(), "{}", key.0);
    }
}

#[test]
fn a_refusal_is_told_in_the_authoritys_words() {
    if !openssl_is_here() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::create(folder.path(), KEYS[3], "stamping");
    let refusal = authority.reply(b"no request at all");
    let told = check_time_stamp(&refusal, &checkpoint(), None, None).unwrap_err();
    assert!(told.starts_with("the authority refused the request: "), "{told}");
}

#[test]
fn cosignatures_are_checked_where_the_witness_is_known() {
    let witness = SigningKey::from_seed(&[50; 32]);
    let opened = note::open(&checkpoint()).unwrap();
    let line = opened.cosign("w.example.org", &witness, 1_800_000_000).to_string();
    let trusted = Trusted { witnesses: vec![witness.cosigner("w.example.org")], ..Trusted::default() };
    let found = anchor::check(COSIGNATURE, line.as_bytes(), &checkpoint(), &trusted).unwrap();
    assert_eq!(
        (found.by.as_str(), found.at.unwrap().timestamp(), found.unproved),
        ("w.example.org", 1_800_000_000, None)
    );
    let unknown = anchor::check(COSIGNATURE, line.as_bytes(), &checkpoint(), &Trusted::default()).unwrap();
    assert!(unknown.at.is_none() && unknown.unproved.unwrap().contains("give the witness's key"));
    let elsewhere = checkpoint().replace("\n12\n", "\n13\n");
    assert!(
        anchor::check(COSIGNATURE, line.as_bytes(), &elsewhere, &trusted).unwrap_err().contains("is not the one of")
    );
    assert!(anchor::check(COSIGNATURE, b"hello", &checkpoint(), &trusted).is_err());
    assert!(anchor::check("ots", b"hello", &checkpoint(), &trusted).unwrap().unproved.is_some());
    assert!(anchor::check(TIME_STAMP, b"hello", &checkpoint(), &trusted).is_err());
}
