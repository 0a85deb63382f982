//! Worked cases: a folder with a `case.yaml` and the files its steps name, played through the same acts as a person's.
//!
//! They are demonstration, fixture and test at once. What a case expects to be concluded stands in its own file.

use std::collections::BTreeMap;

use std::io::Read;

use chrono::NaiveDate;
use psr_rules::facts;
use psr_rules::pack::PackFiles;
use serde::Deserialize;

use crate::acting::Acting;
use crate::casebook::{AnswerGiven, Case, CaseOpening, Casebook, EventGiven};
use crate::determine;
use crate::error::{Error, Result};

/// The files of a worked case, by path within its folder.
pub type Folder = BTreeMap<String, Vec<u8>>;

/// A worked case as its file gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkedCase {
    /// Its title.
    pub title: String,
    /// Its reference.
    pub reference: String,
    /// When the procedure commenced.
    pub commenced: Option<NaiveDate>,
    /// Its lots.
    #[serde(default)]
    pub lots: Vec<String>,
    /// Where its facts come from, and which of them are illustrative.
    pub source: String,
    /// Whether it was decided already, and is entered afterwards.
    #[serde(default)]
    pub retrospective: bool,
    /// Who acts.
    pub actor: String,
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// What must be concluded at the end.
    #[serde(default)]
    pub expect: Vec<Expectation>,
}

/// One act in a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// The answers in a file are given.
    Answers(String),
    /// Something happened.
    Event(EventStep),
    /// Somebody approves.
    Approve(ApproveStep),
    /// The case is closed.
    Close(CloseStep),
}

/// Something that happened in a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventStep {
    /// Which of the pack's events.
    pub event: String,
    /// On which day.
    pub on: NaiveDate,
    /// More about it.
    #[serde(default)]
    pub details: BTreeMap<String, String>,
}

/// An approval in a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveStep {
    /// By whom.
    pub by: String,
    /// In which role.
    pub role: Option<String>,
}

/// The closing of a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseStep {
    /// Why.
    pub reason: Option<String>,
}

/// What must be concluded at the end of a worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// In which decision.
    pub decision: String,
    /// For which lot.
    pub lot: Option<String>,
    /// Conclusions and values.
    pub concludes: BTreeMap<String, String>,
}

impl WorkedCase {
    /// Reads a `case.yaml`.
    ///
    /// # Errors
    /// With a message that names the line.
    pub fn read(folder: &Folder) -> Result<Self> {
        let text = String::from_utf8_lossy(file(folder, "case.yaml")?);
        serde_saphyr::from_str(&text).map_err(|error| Error::Worked(format!("case.yaml: {error}")))
    }

    /// Opens the case and does what its steps say.
    ///
    /// # Errors
    /// When a file is missing or wrong, or an act is refused.
    pub fn play(
        &self,
        folder: &Folder,
        pack: &PackFiles,
        casebook: &mut Casebook,
        acting: &mut Acting<'_>,
    ) -> Result<Case> {
        let opening = CaseOpening {
            title: self.title.clone(),
            reference: self.reference.clone(),
            commenced: self.commenced,
            lots: self.lots.clone(),
            source: Some(self.source.trim().to_owned()),
            retrospective: self.retrospective,
            contract: None,
        };
        acting.actor.clone_from(&self.actor);
        let mut case = casebook.open_case(&opening, pack, acting)?;
        for step in &self.steps {
            acting.actor.clone_from(&self.actor);
            case = self.step(step, folder, &case, casebook, acting)?;
        }
        Ok(case)
    }

    fn step(
        &self,
        step: &Step,
        folder: &Folder,
        case: &Case,
        casebook: &mut Casebook,
        acting: &mut Acting<'_>,
    ) -> Result<Case> {
        let recorded = match step {
            Step::Answers(name) => {
                let entries = facts::read_answers(name, file(folder, name)?, case.rulebook.pack());
                let mut entries = entries.map_err(|found| Error::Worked(found.to_string()))?;
                for entry in &mut entries {
                    let Some(path) = entry.items.clone() else { continue };
                    let taken = entry.take_items(&path, file(folder, &path)?, case.rulebook.pack());
                    taken.map_err(|found| Error::Worked(found.to_string()))?;
                }
                let open = |path: &str| -> Result<Box<dyn Read>> {
                    Ok(Box::new(std::io::Cursor::new(file(folder, path)?.clone())))
                };
                let given =
                    entries.into_iter().map(|entry| AnswerGiven::from_entry(entry, open)).collect::<Result<_>>()?;
                casebook.answer(case, given, acting)
            }
            Step::Event(step) => {
                let details = step.details.clone().into_iter().collect();
                casebook.event(case, &EventGiven { event: step.event.clone(), on: step.on, details }, acting)
            }
            Step::Approve(step) => {
                acting.actor.clone_from(&step.by);
                casebook.approve(case, step.role.clone(), acting)
            }
            Step::Close(step) => casebook.close(case, step.reason.clone(), acting),
        };
        Ok(recorded?.case)
    }

    /// Returns what the case leads to other than what it expects, each as a sentence.
    ///
    /// # Errors
    /// When no law of the pack governs the case's date.
    pub fn surprises(&self, case: &Case) -> Result<Vec<String>> {
        let mut surprises = Vec::new();
        for expected in &self.expect {
            let decision =
                case.rulebook.pack().decisions.iter().find(|decision| decision.id.as_str() == expected.decision);
            let decision =
                decision.ok_or_else(|| Error::Worked(format!("there is no decision `{}`", expected.decision)))?;
            let lot = expected
                .lot
                .as_ref()
                .and_then(|name| self.lots.iter().position(|lot| lot == name))
                .map(|place| place + 1);
            let found = determine::determine(&case.state, &case.rulebook, decision, lot)?.determination;
            let found: BTreeMap<String, String> = found.conclusions.iter().map(determine::concluded).collect();
            for (conclusion, value) in &expected.concludes {
                if found.get(conclusion) != Some(value) {
                    surprises.push(format!(
                        "{conclusion} of {} is {:?}, not {value}",
                        expected.decision,
                        found.get(conclusion)
                    ));
                }
            }
        }
        Ok(surprises)
    }
}

fn file<'f>(folder: &'f Folder, path: &str) -> Result<&'f Vec<u8>> {
    folder.get(path).ok_or_else(|| Error::Worked(format!("its file {path} is missing")))
}
