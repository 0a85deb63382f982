//! Horizons: what follows when some sums are so much a year, over every number of years that may be counted.
//!
//! Where a contract has no end, the law may still ask for a sum over its lifetime, and does not say over how many years. So every number of years is
//! tried, each exactly, and what comes out is told as ranges: nothing is assumed about the years in between, and nothing is chosen for anybody.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answer::{Answer, Answers};
use crate::id::{ConclusionId, DecisionId, Provision, QuestionId, RuleId, TextId};
use crate::money::Pence;

use super::decision::CompiledDecision;
use super::determination::{Determination, PackName, UNDETERMINED};
use super::verdict::Status;

/// The largest sum that can be written, in pence: what the sums are taken to in the end.
const LARGEST: i128 = 100_000_000_000_000_000_000;

/// What facts lead to over a span of years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Horizon {
    /// The pack by which it was determined.
    pub pack: PackName,
    /// The text of the law.
    pub law: TextId,
    /// The decision.
    pub decision: DecisionId,
    /// The sums for each year.
    pub per_year: BTreeMap<QuestionId, Pence>,
    /// How many years were tried, from one.
    pub years: u32,
    /// Whether no conclusion depends on the number of years, within those tried or beyond.
    pub independent: bool,
    /// Every conclusion, in the pack's order.
    pub conclusions: Vec<Spread<ConclusionId>>,
    /// The provisions whose condition tests one of the sums, in the order of the instrument.
    pub findings: Vec<FindingSpread>,
    /// The unanswered questions that can still change a final conclusion for some number of years.
    pub open: Vec<QuestionId>,
}

/// How something stands over the years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spread<T> {
    /// What.
    pub id: T,
    /// How it stands, in ranges of years that follow each other without a gap.
    pub ranges: Vec<YearRange>,
    /// How it stands in the end, as far as sums can be written.
    pub beyond: String,
    /// Whether that depends on the number of years.
    pub depends: bool,
}

/// A provision over the years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingSpread {
    /// The rule that encodes it.
    pub rule: RuleId,
    /// The provision, and how it stands.
    #[serde(flatten)]
    pub spread: Spread<Provision>,
}

/// Numbers of years over which something stands alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearRange {
    /// The first.
    pub from: u32,
    /// The last.
    pub to: u32,
    /// How it stands.
    pub value: String,
}

impl CompiledDecision {
    /// Determines what facts lead to for every whole number of years up to a number, and in the end.
    ///
    /// The sums for each year are multiplied by the number of years; the other answers stay as they are, and what is unanswered stays open.
    pub fn horizon(&self, answers: &Answers, per_year: &BTreeMap<QuestionId, Pence>, years: u32) -> Horizon {
        let years = years.max(1);
        let over = |years: i128| {
            let mut answers = answers.clone();
            let sums = per_year.iter().map(|(id, sum)| (id.clone(), Answer::Money(Pence(sum.0.saturating_mul(years)))));
            answers.extend(sums);
            self.determine(&self.facts(&answers))
        };
        let largest = per_year.values().map(|sum| sum.0.abs()).max().unwrap_or(0).max(1);
        let beyond = over((LARGEST / largest).max(i128::from(years) + 1));
        let each: Vec<Determination> = (1..=years).map(|years| over(i128::from(years))).collect();
        let conclusions: Vec<Spread<ConclusionId>> = (0..beyond.conclusions.len())
            .map(|place| {
                spread(beyond.conclusions[place].conclusion.clone(), &each, &beyond, |found| concluded(found, place))
            })
            .collect();
        Horizon {
            pack: self.pack_name(),
            law: self.law().clone(),
            decision: self.decision().id.clone(),
            per_year: per_year.clone(),
            years,
            independent: conclusions.iter().all(|spread| !spread.depends),
            conclusions,
            findings: self.finding_spreads(&each, &beyond, per_year),
            open: open(&each, &beyond),
        }
    }

    fn finding_spreads(
        &self,
        each: &[Determination],
        beyond: &Determination,
        per_year: &BTreeMap<QuestionId, Pence>,
    ) -> Vec<FindingSpread> {
        let rests = |found: &Determination, place: usize| {
            found.findings[place].because.iter().any(|ground| per_year.contains_key(&ground.question))
        };
        let every = || each.iter().chain([beyond]);
        let tested = (0..beyond.findings.len()).filter(|place| every().any(|found| rests(found, *place)));
        tested
            .map(|place| FindingSpread {
                rule: beyond.findings[place].rule.clone(),
                spread: spread(beyond.findings[place].provision.clone(), each, beyond, |found| standing(found, place)),
            })
            .collect()
    }
}

fn concluded(found: &Determination, place: usize) -> &str {
    found.conclusions[place].value.as_ref().map_or(UNDETERMINED, |value| value.as_str())
}

fn standing(found: &Determination, place: usize) -> &str {
    match found.findings[place].status {
        Status::Met => "met",
        Status::NotMet => "not-met",
        Status::Undetermined => UNDETERMINED,
    }
}

/// Gathers how something stands over the years into ranges.
fn spread<'d, T>(
    id: T,
    each: &'d [Determination],
    beyond: &'d Determination,
    value: impl Fn(&'d Determination) -> &'d str,
) -> Spread<T> {
    let mut ranges: Vec<YearRange> = Vec::new();
    for (year, found) in (1..).zip(each) {
        match ranges.last_mut() {
            Some(last) if last.value == value(found) => last.to = year,
            _ => ranges.push(YearRange { from: year, to: year, value: value(found).to_owned() }),
        }
    }
    let beyond = value(beyond).to_owned();
    let depends = ranges.iter().any(|range| range.value != beyond);
    Spread { id, ranges, beyond, depends }
}

/// Returns the questions that are relevant for some number of years, in the decision's order as first met.
fn open(each: &[Determination], beyond: &Determination) -> Vec<QuestionId> {
    let mut open: Vec<QuestionId> = Vec::new();
    for question in each.iter().chain([beyond]).flat_map(|found| &found.relevant) {
        if !open.contains(question) {
            open.push(question.clone());
        }
    }
    open
}
