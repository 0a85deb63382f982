//! Personal signatures: what OpenSSH makes is read, what is made here is read by OpenSSH, and nothing else passes.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer;
use psr_recorder::signature::{AllowedSigners, BadSignature, PersonalSignature, PrivateKey, PublicKey};
use sha2::{Digest, Sha256, Sha512};

const NAMESPACE: &str = "psr-approval@psr";

fn path(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/signatures")).join(name)
}

fn file(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

fn public(name: &str) -> PublicKey {
    let text = file(name);
    let words: Vec<&str> = text.split_whitespace().collect();
    PublicKey::read(words[0], words[1]).unwrap()
}

#[test]
fn what_openssh_signed_is_read_and_checked() {
    for name in ["sha512.sig", "sha256.sig"] {
        let signature = PersonalSignature::read(&file(name)).unwrap();
        assert_eq!(signature.key, public("approver.key.pub"));
        assert_eq!(signature.verify(NAMESPACE, file("text.txt").as_bytes()), Ok(()), "{name}");
        let other = signature.verify(NAMESPACE, b"I approve that.\n");
        assert!(matches!(other, Err(BadSignature::Mismatch(_))), "{name}: {other:?}");
    }
}

#[test]
fn a_signature_for_another_purpose_or_by_another_kind_of_key_is_refused() {
    let other = PersonalSignature::read(&file("other-purpose.sig")).unwrap();
    let refused = other.verify(NAMESPACE, file("text.txt").as_bytes()).unwrap_err();
    assert_eq!(refused.to_string(), "it was made for the purpose `file`, not for `psr-approval@psr`");
    assert_eq!(other.verify("file", file("text.txt").as_bytes()), Ok(()));
    let kind = PersonalSignature::read(&file("ecdsa.sig")).unwrap_err();
    assert_eq!(kind, BadSignature::KeyKind("ecdsa-sha2-nistp256".to_owned()));
}

#[test]
fn what_is_signed_here_is_what_openssh_signs() {
    let key = PrivateKey::read(&file("approver.key")).unwrap();
    assert_eq!(key.public(), public("approver.key.pub"));
    assert_eq!(key.sign(NAMESPACE, file("text.txt").as_bytes()), file("sha512.sig"));
}

#[test]
fn a_key_that_is_protected_or_altered_is_not_read() {
    assert!(PrivateKey::read(&file("protected.key")).is_none());
    assert!(PrivateKey::read(&file("approver.key.pub")).is_none());
    let text = file("approver.key");
    let lines: Vec<&str> = text.lines().collect();
    let bytes = STANDARD.decode(lines[1..lines.len() - 1].concat()).unwrap();
    for place in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[place] ^= 1;
        let text = format!("{}\n{}\n{}\n", lines[0], STANDARD.encode(&altered), lines[lines.len() - 1]);
        // The comment is nobody's concern: a key with another comment is the same key.
        let same = PrivateKey::read(&text).map(|key| key.public());
        assert!(same.is_none_or(|key| key == public("approver.key.pub")), "byte {place}");
    }
}

#[test]
fn no_altered_byte_of_a_signature_passes() {
    let text = file("sha512.sig");
    let lines: Vec<&str> = text.lines().collect();
    let bytes = STANDARD.decode(lines[1..lines.len() - 1].concat()).unwrap();
    let mut passed = Vec::new();
    let mut check = |what: String, bytes: &[u8]| {
        let text = format!("{}\n{}\n{}\n", lines[0], STANDARD.encode(bytes), lines[lines.len() - 1]);
        let read = PersonalSignature::read(&text);
        if read.is_ok_and(|signature| signature.verify(NAMESPACE, file("text.txt").as_bytes()).is_ok()) {
            passed.push(what);
        }
    };
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut altered = bytes.clone();
            altered[place] ^= 1 << bit;
            check(format!("byte {place}, bit {bit}"), &altered);
        }
        check(format!("cut at {place}"), &bytes[..place]);
    }
    check("something after it".to_owned(), &[&bytes[..], &[0]].concat());
    assert_eq!(passed, Vec::<String>::new());
}

#[test]
fn what_is_no_signature_is_refused_with_a_reason() {
    let begin = "-----BEGIN SSH SIGNATURE-----";
    let end = "-----END SSH SIGNATURE-----";
    let cases = [
        (String::new(), "its first and last lines"),
        (format!("{begin}\n{end}\n"), "does not begin with SSHSIG"),
        (format!("{begin}\n!!!\n{end}\n"), "is not base64"),
        (format!("{begin}\n{}\n{end}\n", STANDARD.encode(b"SSHSIG\0\0\0\x02")), "another version"),
        (format!("{begin}\n{}\n{end}\n", STANDARD.encode(b"SSHSIG\0\0\0\x01\xff\xff\xff\xff")), "ends too early"),
        (format!("{begin}\n{}\n{end}\n", "A".repeat(10_000)), "too long"),
    ];
    for (text, reason) in cases {
        let refused = PersonalSignature::read(&text).unwrap_err().to_string();
        assert!(refused.contains(reason), "{refused}");
    }
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat()
}

/// Signs as a token does (`PROTOCOL.u2f`), with these flags.
fn signed_by_a_token(message: &[u8], flags: u8) -> String {
    let key = ed25519_dalek::SigningKey::from_bytes(&[5; 32]);
    let kind = b"sk-ssh-ed25519@openssh.com";
    let public = [string(kind), string(key.verifying_key().as_bytes()), string(b"ssh:")].concat();
    let parts =
        [string(NAMESPACE.as_bytes()), string(b""), string(b"sha512"), string(&Sha512::digest(message))].concat();
    let counter = [flags, 0, 0, 0, 7];
    let signed = [b"SSHSIG".as_slice(), &parts].concat();
    let signed = [&Sha256::digest(b"ssh:")[..], &counter, &Sha256::digest(signed)[..]].concat();
    let made = [string(kind), string(&key.sign(&signed).to_bytes()), counter.to_vec()].concat();
    let head = [b"SSHSIG\0\0\0\x01".to_vec(), string(&public), string(NAMESPACE.as_bytes()), string(b"")].concat();
    let blob = [head, string(b"sha512"), string(&made)].concat();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", STANDARD.encode(blob))
}

#[test]
fn a_token_counts_only_when_it_was_touched() {
    let touched = PersonalSignature::read(&signed_by_a_token(b"a text", 1)).unwrap();
    assert_eq!((touched.key.kind(), touched.verify(NAMESPACE, b"a text")), ("sk-ssh-ed25519@openssh.com", Ok(())));
    assert!(touched.verify(NAMESPACE, b"another").is_err());
    let untouched = PersonalSignature::read(&signed_by_a_token(b"a text", 0)).unwrap();
    assert!(untouched.verify(NAMESPACE, b"a text").is_err());
}

#[test]
fn a_list_of_signers_says_whose_key_it_is() {
    let (approver, other) = (public("approver.key.pub"), public("other.key.pub"));
    let at = |text: &str| text.parse().unwrap();
    let list = format!(
        "# who may approve\n\n\"Sam Roe\",sam@example.org namespaces=\"psr-*\",valid-before=\"20270101\" {approver} Sam's key\n\
         *@board.example.org,!guest@board.example.org {other}\n\
         \"Ecdsa Person\" ecdsa-sha2-nistp256 AAAA\nca@example.org cert-authority {other}\n"
    );
    let signers = AllowedSigners::read(&list).unwrap();
    let cases = [
        ("Sam Roe", &approver, NAMESPACE, "2026-05-04T10:00:00Z", true),
        ("sam@example.org", &approver, NAMESPACE, "2026-12-31T23:59:59Z", true),
        ("Sam Roe", &approver, NAMESPACE, "2027-01-01T00:00:00Z", false),
        ("Sam Roe", &approver, "file", "2026-05-04T10:00:00Z", false),
        ("Sam Roe", &other, NAMESPACE, "2026-05-04T10:00:00Z", false),
        ("Sam", &approver, NAMESPACE, "2026-05-04T10:00:00Z", false),
        ("chair@board.example.org", &other, NAMESPACE, "2026-05-04T10:00:00Z", true),
        ("guest@board.example.org", &other, NAMESPACE, "2026-05-04T10:00:00Z", false),
        ("ca@example.org", &other, NAMESPACE, "2026-05-04T10:00:00Z", false),
    ];
    for (name, key, namespace, when, allowed) in cases {
        assert_eq!(signers.allow(name, key, namespace, at(when)), allowed, "{name} {namespace} {when}");
    }
    assert_eq!(signers.names(&approver), ["Sam Roe,sam@example.org"]);
}

#[test]
fn what_is_wrong_with_a_list_of_signers_is_said_line_by_line() {
    let key = public("approver.key.pub");
    let list = format!("Sam\nSam ssh-ed25519 AAAA\nSam valid-after=\"soon\" {key}\nSam wizardry {key}\n\"Sam {key}\n");
    let wrong: Vec<String> = AllowedSigners::read(&list).unwrap_err().iter().map(ToString::to_string).collect();
    let begins = [
        "line 1: a line has",
        "line 2: the ssh-ed25519 key",
        "line 3: `soon`",
        "line 4: `wizardry`",
        "line 5: a quotation",
    ];
    assert_eq!(wrong.len(), begins.len(), "{wrong:?}");
    for (wrong, begins) in wrong.iter().zip(begins) {
        assert!(wrong.starts_with(begins), "{wrong}");
    }
}

/// Runs `ssh-keygen` with a text on its standard input; nothing where the program is not on this machine.
fn ssh_keygen(arguments: &[&str], input: &Path) -> Option<std::process::Output> {
    let input = std::fs::File::open(input).unwrap();
    let output = Command::new("ssh-keygen").args(arguments).stdin(Stdio::from(input)).output();
    output.inspect_err(|error| eprintln!("skipped: ssh-keygen cannot be run here: {error}")).ok()
}

#[test]
fn openssh_and_this_program_agree_both_ways() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    let (key, text) = (at("key"), path("text.txt"));
    let made = ssh_keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "drawn for one test", "-f", &key], &text);
    if made.is_none_or(|made| !made.status.success()) {
        return;
    }
    let message = file("text.txt");
    let own = PrivateKey::read(&std::fs::read_to_string(&key).unwrap()).unwrap();
    std::fs::write(at("own.sig"), own.sign(NAMESPACE, message.as_bytes())).unwrap();
    std::fs::write(at("signers"), format!("\"Sam Roe\" {}\n", own.public())).unwrap();
    let verify = ["-Y", "verify", "-f", &at("signers"), "-I", "Sam Roe", "-n", NAMESPACE, "-s", &at("own.sig")];
    let verified = ssh_keygen(&verify, &text).unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));

    let theirs = ssh_keygen(&["-Y", "sign", "-f", &key, "-n", NAMESPACE], &text).unwrap();
    let theirs = PersonalSignature::read(&String::from_utf8(theirs.stdout).unwrap()).unwrap();
    assert_eq!((theirs.key.clone(), theirs.verify(NAMESPACE, message.as_bytes())), (own.public(), Ok(())));
    let fingerprint = ssh_keygen(&["-l", "-f", &format!("{key}.pub")], &text).unwrap();
    assert!(String::from_utf8_lossy(&fingerprint.stdout).contains(&own.public().fingerprint()));
}
