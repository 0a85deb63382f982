//! What is decided: the plan held against the case, with everything that is wrong with it at once.

use std::collections::{BTreeMap, BTreeSet};

use psr_rules::facts::{Choice, DisclosurePlan, PlannedChoice, PlannedEntry, PlannedPart};

use super::Disclosing;
use super::carried::{Carried, carried};
use super::part::Part;

/// How many different reasons for withholding one disclosure may give; each is a field of its own on record.
const MOST_REASONS: usize = 400;

/// What is decided of every entry that is due or was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// To whom.
    pub to: String,
    /// The request.
    pub request: Option<String>,
    /// Every entry of the case, with what it carries.
    pub carried: Vec<Carried>,
    /// What is decided, by entry: its parts in order.
    pub parts: BTreeMap<u64, Vec<DecidedPart>>,
}

/// What is decided of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedPart {
    /// The part.
    pub part: Part,
    /// What becomes of it.
    pub choice: Choice,
}

/// Something that is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// The line; 0 for the plan as a whole.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

/// Holds a plan against the case.
///
/// # Errors
/// With everything that is wrong: entries and parts that the case has not, what is due and not decided, what is privileged and given, and a file that is
/// given in one place and withheld in another.
pub fn decide(disclosing: &Disclosing<'_>, plan: &DisclosurePlan) -> Result<Decided, Vec<PlanFault>> {
    let mut deciding =
        Deciding { disclosing, carried: carried(disclosing), parts: BTreeMap::new(), faults: Vec::new() };
    deciding.check_case(plan);
    plan.entries.iter().for_each(|planned| deciding.take(planned));
    deciding.check_complete(plan);
    deciding.check_files();
    deciding.check_reasons();
    let Deciding { carried, parts, faults, .. } = deciding;
    let decided = Decided { to: plan.to.clone(), request: plan.request.clone(), carried, parts };
    if faults.is_empty() { Ok(decided) } else { Err(faults) }
}

struct Deciding<'d> {
    disclosing: &'d Disclosing<'d>,
    carried: Vec<Carried>,
    parts: BTreeMap<u64, Vec<DecidedPart>>,
    faults: Vec<PlanFault>,
}

impl Deciding<'_> {
    fn fault(&mut self, line: usize, what: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(PlanFault { line, what: what.into(), hint: hint.into() });
    }

    fn check_case(&mut self, plan: &DisclosurePlan) {
        let reference = &self.disclosing.case.state.opened.what.reference;
        if plan.case != *reference && plan.case != self.disclosing.case.id.to_string() {
            let what = format!("the plan is one for case {}, and this is {reference}", plan.case);
            self.fault(0, what, "name the case that the plan was made for");
        }
    }

    /// Takes what is planned for one entry.
    fn take(&mut self, planned: &PlannedEntry) {
        let Some(carried) = self.carried.iter().find(|carried| carried.entry == planned.entry).cloned() else {
            return self.fault(
                planned.line,
                format!("the case has no entry {}", planned.entry),
                "`psr log` lists its entries",
            );
        };
        let named: Vec<Part> = carried.parts.iter().filter(|part| part.name.is_some()).cloned().collect();
        let decided = match &planned.choice {
            PlannedChoice::Whole(choice) => {
                named.into_iter().map(|part| DecidedPart { part, choice: choice.clone() }).collect()
            }
            PlannedChoice::Parts(parts) => self.take_parts(planned, parts, &named),
        };
        if carried.privileged && decided.iter().any(|decided: &DecidedPart| decided.choice == Choice::Give) {
            let what = format!("entry {} is privileged, and a disclosure never gives what is", planned.entry);
            self.fault(planned.line, what, format!("write `give: no` and `on: {}`", self.disclosing.kind.privileged));
        }
        self.parts.insert(planned.entry, decided);
    }

    fn take_parts(&mut self, planned: &PlannedEntry, parts: &[PlannedPart], named: &[Part]) -> Vec<DecidedPart> {
        let known = || named.iter().filter_map(|part| part.name.as_deref()).collect::<Vec<_>>().join(", ");
        let mut seen = BTreeSet::new();
        for part in parts {
            if named.iter().all(|known| known.name.as_deref() != Some(&part.part)) {
                let what = format!("entry {} has no part `{}`", planned.entry, part.part);
                self.fault(part.line, what, format!("its parts are {}", known()));
            } else if !seen.insert(&part.part) {
                self.fault(part.line, format!("part `{}` is decided twice", part.part), "keep one of them");
            }
        }
        let mut decided = Vec::new();
        for part in named {
            let name = part.name.as_deref().unwrap_or_default();
            match parts.iter().find(|planned| planned.part == name) {
                Some(planned) => decided.push(DecidedPart { part: part.clone(), choice: planned.choice.clone() }),
                None => {
                    let what = format!("part `{name}` of entry {} is not decided", planned.entry);
                    self.fault(planned.line, what, "add it under `parts:`");
                }
            }
        }
        decided
    }

    /// What is due is given or withheld on a ground; that nobody thought of it is neither.
    fn check_complete(&mut self, plan: &DisclosurePlan) {
        let planned = |entry: u64| plan.entries.iter().any(|planned| planned.entry == entry);
        let missing: Vec<(u64, String)> = self
            .carried
            .iter()
            .filter(|carried| carried.is_due() && !planned(carried.entry))
            .map(|carried| (carried.entry, self.provisions(carried)))
            .collect();
        for (entry, provisions) in missing {
            let what =
                format!("entry {entry} is part of what is due ({provisions}), and the plan does not decide on it");
            self.fault(0, what, format!("add `- entry: {entry}` with `give:` to it"));
        }
    }

    fn provisions(&self, carried: &Carried) -> String {
        let items = carried.items.iter().map(|place| self.disclosing.kind.items[*place].provision.to_string());
        items.collect::<Vec<_>>().join(", ")
    }

    /// A file that is given anywhere is in the bundle, whatever else names it.
    fn check_files(&mut self) {
        let mut given: BTreeMap<String, (u64, bool)> = BTreeMap::new();
        let mut clashes = Vec::new();
        for (entry, part) in self.parts.iter().flat_map(|(entry, parts)| parts.iter().map(move |part| (*entry, part))) {
            let digest = part.part.words.split("sha256:").nth(1).map(|rest| rest.chars().take(64).collect::<String>());
            let Some(digest) = digest.filter(|_| part.part.is_file()) else { continue };
            let gives = part.choice == Choice::Give;
            match given.get(&digest) {
                Some((first, other)) if *other != gives => clashes.push((entry, *first)),
                _ => drop(given.insert(digest, (entry, gives))),
            }
        }
        for (entry, first) in clashes {
            let what = format!(
                "entries {first} and {entry} name the same file, which one of them gives and the other withholds"
            );
            self.fault(0, what, "decide the same for both");
        }
    }

    fn check_reasons(&mut self) {
        let withheld = self.parts.values().flatten().filter(|decided| decided.choice != Choice::Give);
        let reasons: BTreeSet<String> = withheld.map(|decided| format!("{:?}", decided.choice)).collect();
        if reasons.len() > MOST_REASONS {
            let what = format!(
                "the plan withholds for {} different reasons; a disclosure can give {MOST_REASONS}",
                reasons.len()
            );
            self.fault(0, what, "explain what is alike in the same words, or make several disclosures");
        }
    }
}
