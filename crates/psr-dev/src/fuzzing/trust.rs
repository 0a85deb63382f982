//! What a verifier is handed from elsewhere: statements, policies, signatures, time stamps.

use psr_recorder::anchor::{Authorities, TimeStampRequest, check_time_stamp};
use psr_recorder::signature::{AllowedSigners, PersonalSignature};
use psr_recorder::trust::{Policy, Statement};

pub(super) fn key_statement(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(statement) = Statement::parse(text) {
        assert_eq!(statement.to_text(), text, "a statement has one spelling");
    }
    let _ = Statement::open(text);
}

pub(super) fn policy(bytes: &[u8]) {
    if let Err(problems) = Policy::parse(bytes) {
        assert!(!problems.is_empty(), "what is refused is refused for a reason");
    }
}

pub(super) fn personal_signature(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(signature) = PersonalSignature::read(text) {
        assert!(
            signature.verify("psr-approval@psr", b"nobody signed this").is_err(),
            "no signature is found by chance"
        );
    }
}

pub(super) fn allowed_signers(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(problems) = AllowedSigners::read(text) {
        assert!(!problems.is_empty(), "what is refused is refused for a reason");
    }
}

pub(super) fn time_stamp(bytes: &[u8]) {
    let note = include_str!("../../../../fixtures/anchors/checkpoint");
    if let Ok(finding) = check_time_stamp(bytes, note, None, None) {
        assert!(
            finding.at.is_some() && finding.unproved.is_some(),
            "a stamp has its time, and nobody was named to believe"
        );
    }
    let _ = (TimeStampRequest::parse(bytes), Authorities::from_pem(bytes));
}
