//! What is tried with bytes of any kind: every parser of bytes that come from outside.
//!
//! Each target reads bytes and holds what was read to the parser's own law: it does not panic, does not hang, and what it accepts
//! it writes again as it was. `crates/psr-dev/fuzz` runs the targets under libFuzzer; an ordinary test runs each over the corpus
//! that was found, in `fixtures/fuzz`.

mod bundles;
mod records;
mod rules;
mod trust;

/// A parser that is tried: its name, and what is done with the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, by name.
pub const TARGETS: [Target; 24] = [
    ("allowed-signers", trust::allowed_signers),
    ("answers-file", rules::answers_file),
    ("bundle", bundles::bundle),
    ("bundle-files", bundles::files),
    ("canonical-json", records::canonical_json),
    ("checkpoint", records::checkpoint),
    ("commonmark", rules::commonmark),
    ("disclosure", records::disclosure),
    ("disclosure-plan", rules::disclosure_plan),
    ("event-line", records::event_line),
    ("facts-file", rules::facts_file),
    ("facts-line", rules::facts_line),
    ("items-file", rules::items_file),
    ("key-statement", trust::key_statement),
    ("money-and-dates", rules::money_and_dates),
    ("pack-file", rules::pack_file),
    ("personal-signature", trust::personal_signature),
    ("policy", trust::policy),
    ("published-notice", rules::published_notice),
    ("signed-note", records::signed_note),
    ("time-stamp", trust::time_stamp),
    ("timetable-file", rules::timetable_file),
    ("verifier-key", records::verifier_key),
    ("withheld", bundles::withheld),
];

/// Runs a target by name; one that does not exist is a mistake in the caller.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, target) = target.expect("the name is one of the targets");
    target(bytes);
}
