//! Determinations: what facts lead to, as plain data in the form that other programs read.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::answer::Answer;
use crate::id::{ConclusionId, DecisionId, Provision, QuestionId, RuleId, TextId, ValueId};

use super::decision::CompiledDecision;
use super::facts::Facts;
use super::settle::{Scratch, Settled};
use super::verdict::{Room, Status};

/// The number of the form in which determinations are written.
pub const SCHEMA: u32 = 1;

/// What a set of facts leads to under a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Determination {
    /// The number of this form.
    pub schema: u32,
    /// The pack by which it was determined.
    pub pack: PackName,
    /// The text of the law.
    pub law: TextId,
    /// The decision.
    pub decision: DecisionId,
    /// Every conclusion, in the pack's order.
    #[serde(serialize_with = "as_map")]
    pub conclusions: Vec<Concluded>,
    /// The unanswered questions whose answer can still change a final conclusion, in the decision's order.
    pub relevant: Vec<QuestionId>,
    /// Whether every final conclusion is settled.
    pub complete: bool,
    /// The combinations that cannot both be obeyed and that arise in every completion.
    pub conflicts: Vec<ConflictFound>,
    /// How each provision stands, in the order of the instrument.
    pub findings: Vec<Finding>,
}

/// Names a pack exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackName {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its files.
    pub digest: String,
}

/// A conclusion with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concluded {
    /// The conclusion.
    pub conclusion: ConclusionId,
    /// Its value; nothing where two completions lead to different ones.
    pub value: Option<ValueId>,
}

/// How an undetermined conclusion is written.
pub const UNDETERMINED: &str = "undetermined";

fn as_map<S: Serializer>(conclusions: &[Concluded], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(conclusions.len()))?;
    for found in conclusions {
        let value = found.value.as_ref().map_or(UNDETERMINED, ValueId::as_str);
        map.serialize_entry(&found.conclusion, value)?;
    }
    map.end()
}

/// A combination that cannot be obeyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConflictFound {
    /// What is wrong, as a sentence.
    pub message: String,
    /// The provisions that pull apart.
    pub provisions: Vec<Provision>,
}

/// How a provision stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule that encodes it, or that the condition belongs to.
    pub rule: RuleId,
    /// The provision.
    pub provision: Provision,
    /// How it stands.
    pub status: Status,
    /// For a settled one, given answers that together force it and none of which can be spared.
    pub because: Vec<Ground>,
}

/// An answer that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ground {
    /// The question.
    pub question: QuestionId,
    /// Its answer.
    #[serde(serialize_with = "plainly")]
    pub answer: Answer,
}

fn plainly<S: Serializer>(answer: &Answer, serializer: S) -> Result<S::Ok, S::Error> {
    match answer {
        Answer::YesNo(yes) => serializer.serialize_bool(*yes),
        other => serializer.serialize_str(&other.plain()),
    }
}

impl Determination {
    /// Returns the value of a conclusion; nothing where it is undetermined or unknown.
    pub fn value(&self, conclusion: &str) -> Option<&ValueId> {
        let mut conclusions = self.conclusions.iter();
        let found = conclusions.find(|found| found.conclusion.as_str() == conclusion)?;
        found.value.as_ref()
    }
}

impl CompiledDecision {
    /// Determines what facts lead to.
    pub fn determine(&self, facts: &Facts) -> Determination {
        let mut scratch = Scratch::default();
        let settled = self.settle(facts, &mut scratch);
        self.weigh(facts, &mut scratch);
        Determination {
            schema: SCHEMA,
            pack: self.pack_name(),
            law: self.text.clone(),
            decision: self.decision().id.clone(),
            conclusions: self.concluded(settled),
            relevant: self.named(settled.relevant),
            complete: self.is_complete(settled),
            conflicts: self.conflicts_found(&scratch),
            findings: self.findings_made(facts, &scratch),
        }
    }

    /// Finds what facts lead to, without saying why: each conclusion with its value.
    pub fn conclude(&self, facts: &Facts) -> Vec<Concluded> {
        self.concluded(self.settle(facts, &mut Scratch::default()))
    }

    /// Names the pack exactly.
    pub fn pack_name(&self) -> PackName {
        PackName {
            id: self.pack.about.id.clone(),
            version: self.pack.about.version.clone(),
            digest: self.pack.digest.to_string(),
        }
    }

    /// Returns the questions of a set, in the decision's order.
    pub fn named(&self, questions: super::set::QuestionSet) -> Vec<QuestionId> {
        questions.iter().map(|place| self.question(place).clone()).collect()
    }

    /// Finds out how every condition stands and which answers make it so, and keeps it in the scratch.
    pub(super) fn weigh(&self, facts: &Facts, scratch: &mut Scratch) {
        let Scratch { verdicts, besides, needed, .. } = scratch;
        let mut room = Room { reached: besides, needed };
        verdicts.clear();
        for verdict in &self.verdicts {
            let found = verdict.find(facts, &self.vocabulary.variables, verdicts, &mut room);
            verdicts.push(found);
        }
    }

    fn concluded(&self, settled: Settled) -> Vec<Concluded> {
        let conclusions = self.decision().conclusions.iter().enumerate();
        conclusions
            .map(|(place, conclusion)| Concluded {
                conclusion: conclusion.id.clone(),
                value: self.value(settled, place).cloned(),
            })
            .collect()
    }

    fn conflicts_found(&self, scratch: &Scratch) -> Vec<ConflictFound> {
        let conflicts = self.decision().conflicts.iter().zip(&self.conflicts);
        let arising = conflicts.filter(|(_, verdict)| scratch.verdicts[**verdict].0 == Status::Met);
        arising
            .map(|(conflict, _)| ConflictFound {
                message: conflict.message.clone(),
                provisions: conflict.provisions.clone(),
            })
            .collect()
    }

    fn findings_made(&self, facts: &Facts, scratch: &Scratch) -> Vec<Finding> {
        let finding = |plan: &super::decision::FindingPlan| {
            let (status, because) = scratch.verdicts[plan.verdict];
            Finding {
                rule: plan.rule.clone(),
                provision: plan.provision.clone(),
                status,
                because: self.grounds(facts, because),
            }
        };
        self.findings.iter().map(finding).collect()
    }

    /// Returns given answers with their questions.
    pub(super) fn grounds(&self, facts: &Facts, questions: super::set::QuestionSet) -> Vec<Ground> {
        let ground = |place| Some(Ground { question: self.question(place).clone(), answer: self.given(facts, place)? });
        questions.iter().filter_map(ground).collect()
    }
}
