//! One report of both verifications: the bytes, and what they lead to.

use psr_recorder::Report;
use serde::Serialize;

use super::Signature;
use crate::replay::Replay;
use crate::signoff::SignedApproval;

/// What both verifications found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verified {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// How many entries were read.
    pub entries: u64,
    /// The head of what was verified.
    pub head: String,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
    /// What was not shown either way, each with its kind first.
    pub not_proved: Vec<String>,
    /// The approvals that were signed with personal keys, each signature checked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// The same as they were found, until they are held against a list of signers.
    #[serde(skip)]
    pub signed: Vec<SignedApproval>,
    /// How many determinations were taken again.
    #[serde(skip)]
    pub replayed: u64,
    /// What is odd, but wrong only if something else is.
    #[serde(skip)]
    pub warnings: Vec<String>,
}

/// Something that is wrong.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The entry's place in the register.
    pub position: Option<u64>,
    /// What kind of fault it is.
    pub kind: String,
    /// What was found, and what should have been.
    pub message: String,
}

impl Verified {
    /// Takes over what the verification of the bytes found.
    pub fn new(report: Report, single: bool) -> Self {
        let fault = |fault: psr_recorder::Fault| Fault {
            position: fault.position,
            kind: fault.kind.to_string(),
            message: fault.message,
        };
        let warning = |warning: psr_recorder::verify::Warning| match warning.position {
            Some(position) => format!("entry {position}: {}", warning.message),
            None => warning.message,
        };
        let mut not_proved: Vec<String> =
            report.not_proved.iter().map(|missing| format!("{}: {}", missing.kind, missing.message)).collect();
        if single {
            not_proved
                .push("completeness: only one case is reported on; that the others are sound was not shown".to_owned());
        }
        Self {
            sound: report.faults.is_empty(),
            entries: report.entries,
            head: report.head.to_string(),
            faults: report.faults.into_iter().map(fault).collect(),
            not_proved,
            signatures: Vec::new(),
            signed: Vec::new(),
            replayed: 0,
            warnings: report.warnings.into_iter().map(warning).collect(),
        }
    }

    /// Joins what the replay found.
    pub fn join(&mut self, replay: crate::Result<Replay>) {
        match replay {
            Ok(replay) => {
                self.replayed = replay.replayed;
                self.signed = replay.signed;
                let not_checked = replay.not_checked.into_iter();
                self.not_proved.extend(not_checked.map(|message| format!("authorship: {message}")));
                let faults = replay.faults.into_iter();
                self.faults.extend(faults.map(|fault| Fault {
                    position: Some(fault.position),
                    kind: fault.kind.to_owned(),
                    message: fault.message,
                }));
                self.not_proved.extend(replay.not_replayed.into_iter().map(|message| format!("replay: {message}")));
            }
            // Where the bytes are at fault already, that they cannot be replayed follows and is no second fault.
            Err(_) if !self.faults.is_empty() => {
                let missing =
                    "replay: determinations could not all be taken again, since what they rest on is at fault";
                self.not_proved.push(missing.to_owned());
            }
            Err(error) => {
                let message = format!("determinations could not be taken again: {error}");
                self.faults.push(Fault { position: None, kind: "replay".to_owned(), message });
            }
        }
        self.sound = self.faults.is_empty();
    }

    /// Turns what was not proved, and is required, into faults.
    pub fn require(&mut self, required: &[String]) {
        let is_required = |missing: &String| required.iter().any(|kind| missing.split(':').next() == Some(kind));
        for missing in self.not_proved.iter().filter(|missing| is_required(missing)) {
            self.faults.push(Fault {
                position: None,
                kind: "not-proved".to_owned(),
                message: format!("required, and not proved: {missing}"),
            });
        }
        self.sound = self.faults.is_empty();
    }
}
