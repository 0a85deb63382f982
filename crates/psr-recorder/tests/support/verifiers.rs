//! The three verifiers, asked the same and answering in the same words.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use psr_recorder::{Options, Report, verify_files};
use serde_json::{Value as Json, json};

use super::sample::Files;

/// What a verifier is told from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub key: Option<String>,
    pub prior: Option<String>,
    pub chain_only: bool,
}

impl Told {
    pub fn options(&self) -> Options {
        Options {
            pinned_key: self.key.as_ref().map(|key| key.parse().unwrap()),
            prior: self.prior.clone(),
            chain_only: self.chain_only,
            ..Options::default()
        }
    }

    pub fn json(&self) -> Json {
        json!({ "key": self.key, "prior": self.prior, "chainOnly": self.chain_only })
    }
}

/// What a verifier found, as far as all of them must agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Looked {
        sound: bool,
        entries: u64,
        head: String,
        /// Shown, withheld, erased, missing.
        fields: [u64; 4],
        faults: BTreeSet<(Option<u64>, String)>,
        open: BTreeSet<String>,
        warned: bool,
    },
    CouldNotLook,
}

impl Verdict {
    pub fn is_sound(&self) -> bool {
        matches!(self, Verdict::Looked { sound: true, .. })
    }
}

impl From<psr_recorder::Result<Report>> for Verdict {
    fn from(result: psr_recorder::Result<Report>) -> Verdict {
        let Ok(report) = result else { return Verdict::CouldNotLook };
        let fields = report.fields;
        Verdict::Looked {
            sound: report.is_sound(),
            entries: report.entries,
            head: report.head.to_string(),
            fields: [fields.shown, fields.withheld, fields.erased, fields.missing],
            faults: report.faults.iter().map(|fault| (fault.position, fault.kind.to_string())).collect(),
            open: report.not_proved.iter().map(|open| open.kind.to_string()).collect(),
            warned: !report.warnings.is_empty(),
        }
    }
}

impl From<&Json> for Verdict {
    fn from(report: &Json) -> Verdict {
        if report.get("error").is_some() {
            return Verdict::CouldNotLook;
        }
        let list = |name: &str| report[name].as_array().unwrap().clone();
        let field = |name: &str| report["fields"][name].as_u64().unwrap();
        let fault = |fault: &Json| (fault["position"].as_u64(), fault["kind"].as_str().unwrap().to_owned());
        let kind = |open: &Json| open.as_str().unwrap().split(':').next().unwrap().to_owned();
        Verdict::Looked {
            sound: report["sound"].as_bool().unwrap(),
            entries: report["entries"].as_u64().unwrap(),
            head: report["head"].as_str().unwrap().to_owned(),
            fields: ["shown", "withheld", "erased", "missing"].map(field),
            faults: list("faults").iter().map(fault).collect(),
            open: list("not-proved").iter().map(kind).collect(),
            warned: !list("warnings").is_empty(),
        }
    }
}

pub fn rust(files: &Files, told: &Told) -> Verdict {
    verify_files(files, &told.options()).into()
}

pub fn encoded(files: &Files) -> Json {
    files
        .iter()
        .map(|(name, bytes)| (name.clone(), Json::from(STANDARD.encode(bytes))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// A verifier in another language: its interpreter, and the program that answers a line with a line.
#[derive(Debug, Clone, Copy)]
pub struct Other {
    pub interpreter: &'static str,
    arguments: &'static [&'static str],
}

pub const PYTHON: Other =
    Other { interpreter: "python3", arguments: &[concat!(env!("CARGO_MANIFEST_DIR"), "/tests/drivers/batch.py")] };
pub const NODE: Other =
    Other { interpreter: "node", arguments: &[concat!(env!("CARGO_MANIFEST_DIR"), "/verifiers/run.js"), "--batch"] };
pub const NODE_FLIPS: Other =
    Other { interpreter: "node", arguments: &[concat!(env!("CARGO_MANIFEST_DIR"), "/tests/drivers/flips.js")] };

impl Other {
    /// Asks many questions in one process; nothing when the interpreter is not installed, which is said.
    pub fn ask(self, questions: Vec<String>) -> Option<Vec<Json>> {
        let command =
            Command::new(self.interpreter).args(self.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut child) = command else {
            eprintln!("skipped: {} is not installed", self.interpreter);
            return None;
        };
        let mut input = child.stdin.take().unwrap();
        let count = questions.len();
        // Written beside the reading, or both sides would wait for the other.
        let writer =
            std::thread::spawn(move || questions.iter().try_for_each(|question| writeln!(input, "{question}")));
        let output = BufReader::new(child.stdout.take().unwrap());
        let answers: Vec<Json> = output.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        writer.join().unwrap().unwrap();
        assert!(child.wait().unwrap().success(), "{} failed", self.interpreter);
        assert_eq!(answers.len(), count, "{} answered otherwise than it was asked", self.interpreter);
        Some(answers)
    }

    /// Verifies many bundles.
    pub fn verify(self, cases: &[(Files, Told)]) -> Option<Vec<Verdict>> {
        let question =
            |(files, told): &(Files, Told)| json!({ "files": encoded(files), "options": told.json() }).to_string();
        let answers = self.ask(cases.iter().map(question).collect())?;
        Some(answers.iter().map(Verdict::from).collect())
    }
}

/// Runs a driver over the file of vectors; nothing when its interpreter is not installed, which is said.
pub fn vectors(interpreter: &str, driver: &str, file: &str) -> Option<Json> {
    let driver = format!("{}/tests/drivers/{driver}", env!("CARGO_MANIFEST_DIR"));
    let Ok(output) = Command::new(interpreter).args([driver.as_str(), file]).output() else {
        eprintln!("skipped: {interpreter} is not installed");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}
