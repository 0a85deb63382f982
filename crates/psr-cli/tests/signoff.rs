//! Sign-off by commands: drafts, several approvers, refusals, and approvals that are signed with personal keys.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;

use common::{Desk, told};
use psr_cli::Exit;

/// Returns the path of a key for tests.
fn key(name: &str) -> String {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/signatures"));
    folder.canonicalize().unwrap().join(name).display().to_string()
}

/// Leaves out where the project lies.
fn steady(text: &str) -> String {
    text.replace(&key(""), "KEYS/")
}

#[test]
fn two_people_approve_one_draft() {
    let desk = Desk::with_case();
    let transcript = desk.transcript(&[
        (&["answer", "TOY-1", "deposit", "25", "--reason", "Counted."], ""),
        (&["signoff", "TOY-1", "--need", "Librarian", "--need", "Treasurer", "--under", "Rules of the library, 4"], ""),
        (&["submit", "TOY-1", "--for", "Librarian", "--for", "Treasurer", "--note", "For Tuesday."], ""),
        (&["--actor", "Sam Roe", "approve", "TOY-1", "--as", "Librarian", "--under", "Rules of the library, 4(a)"], ""),
        (&["--actor", "Kim Lee", "approve", "TOY-1", "--as", "Treasurer", "--refuse", "--reason", "Who pays?"], ""),
        (&["--actor", "Sam Roe", "approve", "TOY-1", "--as", "Librarian"], ""),
        (&["check", "TOY-1"], ""),
        (&["submit", "TOY-1", "--note", "The library pays."], ""),
        (&["--actor", "Sam Roe", "approve", "TOY-1", "--as", "Librarian"], ""),
        (&["--actor", "Kim Lee", "approve", "TOY-1", "--as", "treasurer"], ""),
        (&["--actor", "Kim Lee", "approve", "TOY-1", "--withdraw", "--reason", "I read the wrong case."], ""),
        (&["--actor", "Kim Lee", "approve", "TOY-1", "--as", "Treasurer"], ""),
        (&["answer", "TOY-1", "deposit", "30", "--reason", "Counted again."], ""),
        (&["show", "TOY-1"], ""),
        (&["log", "TOY-1"], ""),
        (&["signoff", "TOY-1", "--one-is-enough"], ""),
        (&["verify", "TOY-1"], ""),
    ]);
    told!(transcript);
}

#[test]
fn an_approval_is_signed_and_held_against_a_list_of_signers() {
    let desk = Desk::with_case();
    let public = std::fs::read_to_string(key("approver.key.pub")).unwrap();
    let signers = desk.file("signers", format!("# who may approve\n\"Sam Roe\" {public}"));
    let others = desk.file("others", format!("\"Kim Lee\" {public}"));
    let wrong = desk.file("wrong", "Sam Roe\n");
    let (own, no_key) = (key("approver.key"), key("README.md"));
    let sam = ["--actor", "Sam Roe", "approve", "TOY-1", "--as", "Librarian"];
    let with = |more: &[&'static str]| [&sam[..], more].concat();
    let transcript = desk.transcript(&[
        (&["--actor", "Kim Lee", "approve", "TOY-1"], ""),
        (&with(&["--under", "Rules, 4(a)", "--statement"]), ""),
        (&[&sam[..], &["--under", "Rules, 4(a)", "--sign", &own]].concat(), ""),
        (&[&sam[..], &["--sign", &no_key]].concat(), ""),
        (&["show", "TOY-1"], ""),
        (&["verify", "TOY-1"], ""),
        (&["verify", "TOY-1", "--signers", &signers], ""),
        (&["verify", "TOY-1", "--signers", &others], ""),
        (&["verify", "TOY-1", "--signers", &wrong], ""),
        (&["verify", "TOY-1", "--signers", &signers, "--format", "json"], ""),
    ]);
    told!(steady(&transcript));
}

#[test]
fn a_statement_is_signed_elsewhere() {
    let desk = Desk::with_case();
    let statement = desk.psr(&["--actor", "Sam Roe", "approve", "TOY-1", "--statement"]);
    assert_eq!(statement.exit, Exit::Done, "{}", statement.stderr);
    let private = psr_recorder::signature::PrivateKey::read(&std::fs::read_to_string(key("approver.key")).unwrap());
    let signature = private.unwrap().sign("psr-approval@psr", statement.stdout.as_bytes());
    let file = desk.file("approval.sig", &signature);
    // Somebody else cannot use it, nor can it be used in a role that it does not name.
    for arguments in
        [&["--actor", "Kim Lee", "approve", "TOY-1"][..], &["--actor", "Sam Roe", "approve", "TOY-1", "--as", "Chair"]]
    {
        let refused = desk.psr(&[arguments, &["--signature", &file]].concat());
        assert_eq!(refused.exit, Exit::CouldNotLook);
        assert!(refused.stderr.contains("the signature does not fit what is approved"), "{}", refused.stderr);
    }
    let approved = desk.psr(&["--actor", "Sam Roe", "approve", "TOY-1", "--signature", &file]);
    assert!(approved.stdout.contains("is approved and signed by Sam Roe, with key SHA256:"), "{approved:?}");
    let bundle = desk.path("bundle.zip").display().to_string();
    assert_eq!(desk.psr(&["export", "TOY-1", "-o", &bundle]).exit, Exit::Done);
    let verified = desk.psr(&["verify", &bundle, "--format", "json"]);
    let said: Vec<&str> = verified.stdout.split_whitespace().collect();
    assert!(said.join(" ").contains("\"name\": \"Sam Roe\", \"key\": \"SHA256:"), "{}", verified.stdout);
}

#[test]
fn a_passphrase_is_not_taken_from_the_environment() {
    let mut desk = Desk::with_case();
    desk.environment.insert("PSR_SSH_PASSPHRASE".to_owned(), "correct horse".to_owned());
    let refused = desk.psr(&["approve", "TOY-1", "--sign", &key("protected.key")]);
    assert_eq!(refused.exit, Exit::CouldNotLook);
    assert!(
        refused.stderr.contains("a passphrase in the environment is one that other programs can read"),
        "{}",
        refused.stderr
    );
}
