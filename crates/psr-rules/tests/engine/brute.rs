//! Determining by trying out every completion.

use std::collections::{BTreeMap, BTreeSet};

use psr_rules::answer::{Answer, Answers};
use psr_rules::engine::{CompiledDecision, Status};
use psr_rules::id::QuestionId;
use psr_rules::money::Pence;
use psr_rules::pack::model::{Comparison, Kind};

use crate::naive::{Naive, comparisons, plain};

/// The sums to try for each question of money.
pub type SumsToTry<'a> = &'a dyn Fn(&QuestionId, Option<i128>) -> Vec<i128>;

/// What every completion together shows.
#[derive(Debug, PartialEq, Eq)]
pub struct Tried {
    /// For each conclusion, the places of its possible values.
    pub values: Vec<BTreeSet<usize>>,
    pub relevant: BTreeSet<QuestionId>,
    pub findings: Vec<Status>,
    pub conflicts: Vec<bool>,
}

/// Tries every completion of some answers. `sums` gives the sums to try for a question, the other sum being known or not.
pub fn try_all(naive: &Naive<'_>, given: &Answers, sums: SumsToTry<'_>) -> Tried {
    let compared = comparisons(naive);
    let money = Money::of(naive, &compared, given, sums);
    let open: Vec<&QuestionId> = naive
        .decision
        .questions
        .iter()
        .filter(|question| {
            let kind = &naive.pack.questions[*question].kind;
            !given.contains_key(*question) && matches!(kind, Kind::YesNo | Kind::OneOf(_))
        })
        .collect();
    let mut rests = vec![given.clone()];
    for question in &open {
        rests = rests
            .iter()
            .flat_map(|rest| {
                answers(naive, question).into_iter().map(move |answer| {
                    let mut with = rest.clone();
                    with.insert((*question).clone(), answer);
                    with
                })
            })
            .collect();
    }
    let mut seen = Seen::default();
    // The final conclusions of each completion, by the answers other than sums and by what the comparisons come to.
    let mut finals: BTreeMap<(Vec<String>, u64), Vec<usize>> = BTreeMap::new();
    for rest in &rests {
        let name: Vec<String> = open.iter().map(|question| rest[*question].plain()).collect();
        for (pattern, amounts) in &money.examples {
            let mut complete = rest.clone();
            complete.extend(amounts.clone());
            let concluded = naive.conclude(&complete);
            seen.note(naive, &complete, &concluded);
            let declared = naive.decision.conclusions.iter().zip(concluded);
            let outcome = declared.filter(|(conclusion, _)| !conclusion.intermediate).map(|(_, value)| value);
            finals.insert((name.clone(), *pattern), outcome.collect());
        }
    }
    let mut relevant = BTreeSet::new();
    for ((name, pattern), outcome) in &finals {
        for (place, question) in open.iter().enumerate() {
            for answer in answers(naive, question) {
                let mut other = name.clone();
                other[place] = answer.plain();
                if finals[&(other, *pattern)] != *outcome {
                    relevant.insert((*question).clone());
                }
            }
        }
        for (question, one, another) in &money.apart {
            if one == pattern && finals[&(name.clone(), *another)] != *outcome {
                relevant.insert(question.clone());
            }
        }
    }
    seen.into_tried(relevant)
}

fn answers(naive: &Naive<'_>, question: &QuestionId) -> Vec<Answer> {
    match &naive.pack.questions[question].kind {
        Kind::YesNo => vec![Answer::YesNo(false), Answer::YesNo(true)],
        Kind::OneOf(choices) => choices.iter().map(|choice| Answer::Choice(choice.id.clone())).collect(),
        _ => Vec::new(),
    }
}

/// What all comparisons can come to, and which of these differ by one sum alone.
struct Money {
    examples: BTreeMap<u64, Answers>,
    apart: BTreeSet<(QuestionId, u64, u64)>,
}

impl Money {
    fn of(naive: &Naive<'_>, compared: &[Comparison], given: &Answers, sums: SumsToTry<'_>) -> Self {
        let asked: Vec<&QuestionId> = naive
            .decision
            .questions
            .iter()
            .filter(|question| matches!(naive.pack.questions[*question].kind, Kind::Money { .. }))
            .collect();
        assert!(asked.len() <= 2, "at most two sums can be tried out");
        let known = |question: &QuestionId| match given.get(question) {
            Some(Answer::Money(Pence(pence))) => Some(*pence),
            _ => None,
        };
        let tried = |question: &QuestionId, other: Option<i128>| {
            known(question).map_or_else(|| sums(question, other), |sum| vec![sum])
        };
        let mut tuples: Vec<Vec<i128>> = Vec::new();
        match asked.as_slice() {
            [] => tuples.push(Vec::new()),
            [one] => tuples.extend(tried(one, None).into_iter().map(|sum| vec![sum])),
            [one, other, ..] => {
                for x in tried(one, known(other)) {
                    tuples.extend(tried(other, Some(x)).into_iter().map(|y| vec![x, y]));
                }
                for y in tried(other, known(one)) {
                    tuples.extend(tried(one, Some(y)).into_iter().map(|x| vec![x, y]));
                }
            }
        }
        let mut found = Self { examples: BTreeMap::new(), apart: BTreeSet::new() };
        let mut lines: BTreeMap<(usize, Vec<i128>), BTreeSet<u64>> = BTreeMap::new();
        for tuple in tuples {
            let amounts: Answers = asked
                .iter()
                .zip(&tuple)
                .map(|(question, sum)| ((*question).clone(), Answer::Money(Pence(*sum))))
                .collect();
            let bit = |(place, comparison)| u64::from(naive.holds(comparison, &amounts)) << place;
            let pattern = compared.iter().enumerate().map(bit).sum();
            found.examples.entry(pattern).or_insert(amounts);
            for place in 0..asked.len() {
                let mut others = tuple.clone();
                others.remove(place);
                lines.entry((place, others)).or_default().insert(pattern);
            }
        }
        for ((place, _), patterns) in lines {
            for one in patterns.iter().filter(|_| known(asked[place]).is_none()) {
                for other in patterns.iter().filter(|other| *other != one) {
                    found.apart.insert((asked[place].clone(), *one, *other));
                }
            }
        }
        found
    }
}

/// What has been seen of every condition.
#[derive(Default)]
struct Seen {
    values: Vec<BTreeSet<usize>>,
    findings: Vec<BTreeSet<bool>>,
    conflicts: Vec<BTreeSet<bool>>,
}

impl Seen {
    fn note(&mut self, naive: &Naive<'_>, complete: &Answers, concluded: &[usize]) {
        note_each(&mut self.values, concluded.iter().copied());
        note_each(&mut self.findings, naive.findings(complete));
        note_each(&mut self.conflicts, naive.conflicts(complete));
    }

    fn into_tried(self, relevant: BTreeSet<QuestionId>) -> Tried {
        let status = |seen: BTreeSet<bool>| match (seen.contains(&true), seen.contains(&false)) {
            (true, false) => Status::Met,
            (false, _) => Status::NotMet,
            _ => Status::Undetermined,
        };
        Tried {
            values: self.values,
            relevant,
            findings: self.findings.into_iter().map(status).collect(),
            conflicts: self.conflicts.into_iter().map(|seen| !seen.contains(&false)).collect(),
        }
    }
}

fn note_each<T: Ord>(seen: &mut Vec<BTreeSet<T>>, values: impl IntoIterator<Item = T>) {
    for (place, value) in values.into_iter().enumerate() {
        if seen.len() <= place {
            seen.push(BTreeSet::new());
        }
        seen[place].insert(value);
    }
}

/// Asserts that the engine finds exactly what trying everything out has shown.
pub fn assert_exact(decision: &CompiledDecision, given: &Answers, tried: &Tried) {
    let found = decision.determine(&decision.facts(given));
    let about = || format!("{} given {:?}", decision.decision().id, plain(given));
    for (place, conclusion) in decision.decision().conclusions.iter().enumerate() {
        let shared = (tried.values[place].len() == 1).then(|| *tried.values[place].first().unwrap());
        let expected = shared.map(|value| &conclusion.values[value].id);
        assert_eq!(found.conclusions[place].value.as_ref(), expected, "{} of {}", conclusion.id, about());
    }
    let relevant: BTreeSet<_> = found.relevant.iter().cloned().collect();
    assert_eq!(relevant, tried.relevant, "relevant to {}", about());
    let statuses: Vec<_> = found.findings.iter().map(|finding| finding.status).collect();
    assert_eq!(statuses, tried.findings, "findings of {}", about());
    let arising = tried.conflicts.iter().filter(|arises| **arises).count();
    assert_eq!(found.conflicts.len(), arising, "conflicts of {}", about());
}
