//! Determinations as JSON, fast: the same bytes as serialising a [`Determination`](super::Determination), put together from fragments.

use serde::Serialize;

use crate::id::QuestionId;

use super::decision::{CompiledDecision, FindingPlan};
use super::determination::{ConflictFound, SCHEMA, UNDETERMINED};
use super::facts::Facts;
use super::set::QuestionSet;
use super::settle::Scratch;
use super::variable::{Cells, Given};
use super::verdict::Status;

type Bytes = Box<[u8]>;

/// The parts of the JSON of a decision's determinations that never change.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// Everything before the first conclusion.
    head: Bytes,
    /// For each conclusion, its name with each value, and last with none.
    conclusions: Vec<Vec<Bytes>>,
    /// For each question, its name.
    questions: Vec<Bytes>,
    /// For each question, a ground up to its answer.
    grounds: Vec<Bytes>,
    /// For each question, the grounds that are a no and a yes.
    yes_no: Vec<[Bytes; 2]>,
    /// For each one-of question, the choices of each class.
    choices: Vec<Vec<Vec<Bytes>>>,
    conflicts: Vec<Bytes>,
    /// For each finding, everything before its grounds: met, not met, undetermined.
    findings: Vec<[Bytes; 3]>,
}

impl Fragments {
    /// Prepares the fragments of a decision.
    pub fn of(decision: &CompiledDecision) -> Self {
        let declared = decision.decision();
        let conclusions = declared.conclusions.iter().map(|conclusion| {
            let values = conclusion.values.iter().map(|value| value.id.as_str());
            let all = values.chain([UNDETERMINED]);
            all.map(|value| join(&[&json(&conclusion.id), b":", &json(value)])).collect()
        });
        let conflicts = declared.conflicts.iter().map(|conflict| {
            json(&ConflictFound { message: conflict.message.clone(), provisions: conflict.provisions.clone() })
        });
        Self {
            head: head(decision),
            conclusions: conclusions.collect(),
            questions: declared.questions.iter().map(json).collect(),
            choices: (0..declared.questions.len()).map(|place| choices(decision, place)).collect(),
            conflicts: conflicts.collect(),
            findings: decision.findings.iter().enumerate().map(finding).collect(),
            grounds: declared.questions.iter().map(|question| ground(&json(question), b"")).collect(),
            yes_no: declared.questions.iter().map(yes_no).collect(),
        }
    }
}

fn head(decision: &CompiledDecision) -> Bytes {
    join(&[
        b"{\"schema\":",
        &json(&SCHEMA),
        b",\"pack\":",
        &json(&decision.pack_name()),
        b",\"law\":",
        &json(&decision.text),
        b",\"decision\":",
        &json(&decision.decision().id),
        b",\"conclusions\":{",
    ])
}

fn finding((place, plan): (usize, &FindingPlan)) -> [Bytes; 3] {
    let (rule, provision) = (json(&plan.rule), json(&plan.provision));
    let begin: &[u8] = if place == 0 { b"{\"rule\":" } else { b",{\"rule\":" };
    [Status::Met, Status::NotMet, Status::Undetermined].map(|status| {
        let status = json(&status);
        join(&[begin, &rule, b",\"provision\":", &provision, b",\"status\":", &status, b",\"because\":["])
    })
}

fn ground(question: &[u8], answer: &[u8]) -> Bytes {
    join(&[b"{\"question\":", question, b",\"answer\":", answer])
}

fn yes_no(question: &QuestionId) -> [Bytes; 2] {
    [&b"false}"[..], b"true}"].map(|answer| ground(&json(question), answer))
}

fn choices(decision: &CompiledDecision, place: usize) -> Vec<Vec<Bytes>> {
    let variable = decision.vocabulary.of_question[place];
    match variable.map(|variable| &decision.vocabulary.variables[variable].cells_of) {
        Some(Cells::OneOf(classes)) => {
            let class = |class: &Vec<_>| class.iter().map(json).collect();
            classes.iter().map(class).collect()
        }
        _ => Vec::new(),
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> Bytes {
    serde_json::to_vec(value).expect("ids, words and lists of them always serialise").into()
}

fn join(parts: &[&[u8]]) -> Bytes {
    parts.concat().into()
}

impl CompiledDecision {
    /// Appends the determination of facts as JSON, without a line feed.
    pub fn write_json(&self, facts: &Facts, scratch: &mut Scratch, out: &mut Vec<u8>) {
        let settled = self.settle(facts, scratch);
        self.weigh(facts, scratch);
        out.extend_from_slice(&self.fragments.head);
        for (place, (names, known)) in self.fragments.conclusions.iter().zip(&self.conclusions).enumerate() {
            let possible = settled.values & known.bits();
            let value = match possible.count_ones() {
                1 => (possible.trailing_zeros() - known.first_bit) as usize,
                _ => known.values as usize,
            };
            comma(place, out);
            out.extend_from_slice(&names[value]);
        }
        out.extend_from_slice(b"},\"relevant\":[");
        for (count, place) in settled.relevant.iter().enumerate() {
            comma(count, out);
            out.extend_from_slice(&self.fragments.questions[place]);
        }
        let complete: &[u8] = if self.is_complete(settled) { b"true" } else { b"false" };
        out.extend_from_slice(b"],\"complete\":");
        out.extend_from_slice(complete);
        self.write_conflicts(scratch, out);
        self.write_findings(facts, scratch, out);
        out.push(b'}');
    }

    fn write_conflicts(&self, scratch: &Scratch, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"conflicts\":[");
        let conflicts = self.fragments.conflicts.iter().zip(&self.conflicts);
        let arising = conflicts.filter(|(_, verdict)| scratch.verdicts[**verdict].0 == Status::Met);
        for (count, (conflict, _)) in arising.enumerate() {
            comma(count, out);
            out.extend_from_slice(conflict);
        }
    }

    fn write_findings(&self, facts: &Facts, scratch: &Scratch, out: &mut Vec<u8>) {
        out.extend_from_slice(b"],\"findings\":[");
        for (plan, starts) in self.findings.iter().zip(&self.fragments.findings) {
            let (status, because) = scratch.verdicts[plan.verdict];
            out.extend_from_slice(match status {
                Status::Met => &starts[0],
                Status::NotMet => &starts[1],
                Status::Undetermined => &starts[2],
            });
            self.write_grounds(facts, because, out);
            out.extend_from_slice(b"]}");
        }
        out.push(b']');
    }

    fn write_grounds(&self, facts: &Facts, because: QuestionSet, out: &mut Vec<u8>) {
        for (count, place) in because.iter().enumerate() {
            comma(count, out);
            match facts.answers[place] {
                Some(Given::YesNo(yes)) => out.extend_from_slice(&self.fragments.yes_no[place][usize::from(yes)]),
                Some(Given::Choice { class, place: choice }) => {
                    out.extend_from_slice(&self.fragments.grounds[place]);
                    out.extend_from_slice(&self.fragments.choices[place][class][choice]);
                    out.push(b'}');
                }
                Some(Given::Sum(sum)) => {
                    out.extend_from_slice(&self.fragments.grounds[place]);
                    out.push(b'"');
                    out.extend_from_slice(sum.plain().as_bytes());
                    out.extend_from_slice(b"\"}");
                }
                None => {}
            }
        }
    }
}

fn comma(count: usize, out: &mut Vec<u8>) {
    if count > 0 {
        out.push(b',');
    }
}
