//! Gathers everything in a pack that cites a provision.

use std::collections::BTreeMap;

use super::{ExercisedRule, Held};
use crate::id::Provision;
use crate::pack::model::{Condition, GroundKind, ItemGround, Pack, Rule, Test};

/// Returns what the pack holds for each provision that anything cites.
pub(super) fn held(pack: &Pack, exercised: &[ExercisedRule]) -> BTreeMap<Provision, Held> {
    let mut held: BTreeMap<Provision, Held> = BTreeMap::new();
    for rule in pack.regulations.iter().flat_map(|file| &file.rules) {
        note_rule(rule, &mut held);
    }
    for question in pack.questions.values() {
        question.provisions.iter().for_each(|cited| at(&mut held, cited).questions.push(question.id.clone()));
    }
    for event in &pack.events {
        at(&mut held, &event.provision).events.push(event.id.clone());
    }
    for parameter in pack.parameters.values() {
        for value in &parameter.values {
            once(&mut at(&mut held, &value.source).figures, &parameter.id);
        }
    }
    for conflict in pack.decisions.iter().flat_map(|decision| &decision.conflicts) {
        note_conditions(&conflict.when, None, &mut held);
    }
    for notice in &pack.notices {
        // An item that only guidance or good practice asks for encodes no law.
        let items = notice.items.iter().filter(|item| item.ground == ItemGround::Law).map(|item| &item.provision);
        items.chain(&notice.required_by).for_each(|cited| once(&mut at(&mut held, cited).notices, &notice.id));
    }
    note_disclosures(pack, &mut held);
    note_reports(pack, &mut held);
    note_readiness(pack, &mut held);
    note_timetable(pack, &mut held);
    note_scenarios(exercised, &mut held);
    held
}

/// A provision is encoded where something is due by it, or withheld.
fn note_disclosures(pack: &Pack, held: &mut BTreeMap<Provision, Held>) {
    for kind in pack.disclosures.iter().flat_map(|disclosures| &disclosures.kinds) {
        let items = kind.items.iter().map(|item| (&item.provision, &item.id));
        let grounds = kind.grounds.iter().filter_map(|ground| Some((ground.provision.as_ref()?, &ground.id)));
        for (provision, id) in items.chain(grounds).chain([(&kind.provision, &kind.id)]) {
            once(&mut at(held, provision).disclosure, &id.to_string());
        }
    }
}

/// A report encodes the provision that requires it and those of its items that the law asks for; what guidance adds encodes no law.
fn note_reports(pack: &Pack, held: &mut BTreeMap<Provision, Held>) {
    for report in pack.reports.iter().flat_map(|reports| &reports.reports) {
        let items = report.items.iter().filter(|item| item.ground == ItemGround::Law);
        let items = items.map(|item| (&item.provision, &item.id));
        for (provision, id) in items.chain([(&report.provision, &report.id)]) {
            once(&mut at(held, provision).reports, &id.to_string());
        }
    }
}

/// A check encodes a provision only where the law is its ground; one that is merely near to it does not.
fn note_readiness(pack: &Pack, held: &mut BTreeMap<Provision, Held>) {
    for check in pack.readiness.checks.iter().filter(|check| check.ground.kind == GroundKind::Law) {
        check.ground.provisions.iter().for_each(|cited| once(&mut at(held, cited).readiness, &check.id.to_string()));
    }
    for standing in &pack.readiness.standings {
        let limbs = standing.limbs.iter().map(|limb| &limb.provision);
        limbs
            .chain([&standing.provision])
            .for_each(|cited| once(&mut at(held, cited).readiness, &standing.id.to_string()));
    }
}

/// What is found, shown, owed or wrong by a provision encodes it; an event that is merely given does not.
fn note_timetable(pack: &Pack, held: &mut BTreeMap<Provision, Held>) {
    let Some(rules) = &pack.timetable else { return };
    for (event, provision) in rules.processes.iter().flat_map(|process| &process.cites) {
        once(&mut at(held, provision).events, event);
    }
    let mut note = |provision: &Provision, id: String| once(&mut at(held, provision).timetable, &id);
    for moment in &rules.moments {
        moment.provision.iter().for_each(|provision| note(provision, moment.id.to_string()));
    }
    rules.outputs.iter().for_each(|output| note(&output.provision, rules.name(output.moment).to_owned()));
    for duty in &rules.duties {
        duty.only_if.iter().chain([&duty.provision]).for_each(|provision| note(provision, duty.id.to_string()));
    }
    rules.findings.iter().for_each(|finding| note(&finding.provision, finding.id.to_string()));
}

fn at<'h>(held: &'h mut BTreeMap<Provision, Held>, provision: &Provision) -> &'h mut Held {
    held.entry(provision.clone()).or_default()
}

fn once<T: PartialEq + Clone>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}

fn note_rule(rule: &Rule, held: &mut BTreeMap<Provision, Held>) {
    once(&mut at(held, &rule.provision).rules, &rule.id);
    note_conditions(&rule.when, Some(rule), held);
}

fn note_conditions(condition: &Condition, rule: Option<&Rule>, held: &mut BTreeMap<Provision, Held>) {
    if let Some(provision) = &condition.provision {
        let held = at(held, provision);
        held.conditions += 1;
        held.clauses += usize::from(condition.clause.is_some());
        if let Some(rule) = rule {
            once(&mut held.rules, &rule.id);
        }
    }
    inner(condition).iter().for_each(|part| note_conditions(part, rule, held));
}

/// Returns the conditions within a condition.
fn inner(condition: &Condition) -> &[Condition] {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts,
        Test::Not(part) => std::slice::from_ref(part),
        _ => &[],
    }
}

/// A scenario belongs to a provision when it settles a rule of it.
fn note_scenarios(exercised: &[ExercisedRule], held: &mut BTreeMap<Provision, Held>) {
    for held in held.values_mut() {
        let mine = exercised.iter().filter(|exercised| held.rules.contains(&exercised.rule));
        let mut scenarios: Vec<String> =
            mine.flat_map(|exercised| exercised.met.iter().chain(&exercised.not_met)).cloned().collect();
        scenarios.sort_unstable();
        scenarios.dedup();
        held.scenarios = scenarios;
    }
}
