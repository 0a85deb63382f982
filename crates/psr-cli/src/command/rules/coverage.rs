//! `psr rules coverage`: provision by provision, what of the law a pack encodes.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use psr_rules::id::{Provision, QuestionId, RuleId};
use psr_rules::pack::model::{Condition, Pack, ProvisionEntry, Rule, Test};

use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::{count, table};
use crate::terminal::page::Page;
use crate::world::World;

/// Show provision by provision what a rule pack encodes, and what it does not
///
/// For each provision: how many rules encode it or a part of it, how many questions rest on it, how many clauses state it, and how many scenarios test a rule of it.
#[derive(Debug, Args)]
pub struct Coverage {
    #[command(flatten)]
    pack: PackChoice,
}

/// What a pack holds for a provision.
#[derive(Debug, Default)]
struct Held {
    rules: BTreeSet<RuleId>,
    questions: BTreeSet<QuestionId>,
    clauses: usize,
    scenarios: BTreeSet<String>,
}

/// Prints the table.
pub fn run(arguments: &Coverage, world: &mut World<'_>) -> Outcome {
    let rulebook = super::load(&arguments.pack)?;
    let pack = rulebook.pack();
    let held = gather(pack);
    let heading = ["PROVISION", "RULES", "QUESTIONS", "CLAUSES", "SCENARIOS", "SAYS"].map(str::to_owned).to_vec();
    let empty = Held::default();
    let row = |entry: &ProvisionEntry| {
        let held = held.get(&entry.id).unwrap_or(&empty);
        let numbers = [held.rules.len(), held.questions.len(), held.clauses, held.scenarios.len()];
        let numbers = numbers.map(|number| if number == 0 { "·".to_owned() } else { number.to_string() });
        [vec![entry.id.to_string()], numbers.to_vec(), vec![entry.says.clone()]].concat()
    };
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(pack.provisions.iter().map(row)).collect();
    let is_encoded = |entry: &&ProvisionEntry| held.get(&entry.id).is_some_and(|held| !held.rules.is_empty());
    let encoded = pack.provisions.iter().filter(is_encoded).count();
    let mut page = Page::new(world.stdout.colour);
    page.line(&table(&rows));
    page.line(&format!("{encoded} of {} encoded.", count(pack.provisions.len(), "provision", "provisions")));
    no_rules(pack, &mut page);
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Adds what needs no rule, or has none yet, and why.
fn no_rules(pack: &Pack, page: &mut Page) {
    page.heading("No rule, and why");
    for file in &pack.regulations {
        if let Some(why) = &file.no_rule {
            page.item(2, "- ", &format!("{} ({}): {why}", file.provision, file.heading));
        }
    }
}

fn gather(pack: &Pack) -> BTreeMap<Provision, Held> {
    let mut held: BTreeMap<Provision, Held> = BTreeMap::new();
    for rule in pack.regulations.iter().flat_map(|file| &file.rules) {
        held.entry(rule.provision.clone()).or_default().rules.insert(rule.id.clone());
        of_condition(&rule.when, rule, &mut held);
    }
    for question in pack.questions.values() {
        for provision in &question.provisions {
            held.entry(provision.clone()).or_default().questions.insert(question.id.clone());
        }
    }
    for scenario in &pack.scenarios {
        let tested = |held: &&mut Held| held.rules.iter().any(|rule| is_tested(pack, rule, scenario));
        for held in held.values_mut().filter(tested) {
            held.scenarios.insert(scenario.path.clone());
        }
    }
    held
}

/// A scenario tests a rule when it answers a question that the rule's condition tests, in the rule's decision.
fn is_tested(pack: &Pack, rule: &RuleId, scenario: &psr_rules::pack::model::Scenario) -> bool {
    let rule = pack.regulations.iter().flat_map(|file| &file.rules).find(|known| known.id == *rule);
    rule.is_some_and(|rule| {
        let mut questions = BTreeSet::new();
        asked(&rule.when, &mut questions);
        rule.decision == scenario.decision && questions.iter().any(|question| scenario.answers.contains_key(question))
    })
}

fn of_condition(condition: &Condition, rule: &Rule, held: &mut BTreeMap<Provision, Held>) {
    if let Some(provision) = &condition.provision {
        let held = held.entry(provision.clone()).or_default();
        held.rules.insert(rule.id.clone());
        held.clauses += usize::from(condition.clause.is_some());
    }
    parts(condition).iter().for_each(|part| of_condition(part, rule, held));
}

fn asked(condition: &Condition, questions: &mut BTreeSet<QuestionId>) {
    match &condition.test {
        Test::Yes(question) | Test::No(question) | Test::Among(question, _) => questions.extend([question.clone()]),
        Test::Compare(comparison) => questions.extend([comparison.sum.clone()]),
        Test::All(_) | Test::Any(_) | Test::Not(_) | Test::Rule(_) => {}
    }
    parts(condition).iter().for_each(|part| asked(part, questions));
}

/// Returns the conditions within a condition.
pub fn parts(condition: &Condition) -> Vec<&Condition> {
    match &condition.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().collect(),
        Test::Not(part) => vec![part],
        _ => Vec::new(),
    }
}
