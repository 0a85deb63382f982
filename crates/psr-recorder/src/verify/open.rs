//! What no verification of what lies here can show, said as plainly as what was shown.

use super::Options;
use super::report::{Findings, NotProvedKind};

/// Says what no verification of what lies here can show.
pub(super) fn say_what_is_not_proved(options: &Options, findings: &mut Findings) {
    if options.chain_only {
        let message = "no checkpoint, proof or key was looked at: newest events cut off or changed, and a history rewritten \
                       whole, would not be noticed";
        findings.not_proved(NotProvedKind::Signature, message);
    }
    if !options.pins() {
        let message = "no key was given: signatures were checked with the key the register itself names, so someone who \
                       rewrote everything and signed with a key of their own would not be noticed";
        findings.not_proved(NotProvedKind::PinnedKey, message);
    }
    if options.prior.is_none() {
        let message = "no checkpoint from outside was given: an older copy put back, or a history rewritten with the \
                       register's own key, would not be noticed";
        findings.not_proved(NotProvedKind::OutsideCheckpoint, message);
    }
    let authorship =
        "who acted is as the recorder wrote it down: each event is recorded as by someone, not signed by them";
    findings.not_proved(NotProvedKind::Authorship, authorship);
    let time = "when each event was recorded is by the recorder's own clock";
    findings.not_proved(NotProvedKind::Time, time);
}
