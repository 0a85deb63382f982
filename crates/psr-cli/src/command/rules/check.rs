//! `psr rules check`: what is wrong with a pack, and what can be proved of it.

use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;
use psr_rules::engine::{CompiledDecision, ConditionAt, Proof, Rulebook};
use psr_rules::pack::model::{Decision, Pack};
use psr_rules::pack::{Diagnostics, PackFiles, examine};

use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::input;
use crate::terminal::list::{and, count};
use crate::terminal::page::{Ink, Page};
use crate::terminal::plain;
use crate::words::{answers::in_clauses, day};
use crate::world::World;

/// Check a rule pack, and prove what can be proved of it
///
/// Lists every fault with its file and line. For each decision it then proves, over every complete set of answers, that each conclusion has one value,
/// whether there is always a lawful route, and when two are compulsory at once; and it names rules that can never apply and conditions that make no difference.
///
/// Ends with 1 when the pack does not load, or when some answers leave no lawful route.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  psr rules check\n  psr rules check --rules rules/psr-england")]
pub struct Check {
    #[command(flatten)]
    pack: PackChoice,
}

/// Checks the pack.
pub fn run(arguments: &Check, world: &mut World<'_>) -> Outcome {
    let files = input::pack(&arguments.pack)?;
    let mut page = Page::new(world.stdout.colour);
    let good = check(&files, &mut page);
    world.stdout.print(&page.finish())?;
    Ok(Exit::found(!good))
}

/// Checks, proves, and answers whether the pack is good.
fn check(files: &PackFiles, page: &mut Page) -> bool {
    let (pack, found) = examine(files);
    list(&found, page);
    let Some(pack) = pack else {
        page.line(&format!("The pack does not load: {}.", count(found.errors().count(), "error", "errors")));
        return false;
    };
    let pack = Arc::new(pack);
    about(&pack, found.all().len(), page);
    match Rulebook::compile(Arc::clone(&pack)) {
        Ok(rulebook) => prove(&rulebook, page),
        Err(errors) => {
            errors.iter().for_each(|error| page.inked_item(0, "error: ", Ink::Bad, &error.to_string()));
            false
        }
    }
}

fn list(found: &Diagnostics, page: &mut Page) {
    found.all().iter().for_each(|found| page.line(&plain(&found.to_string())));
    if !found.is_empty() {
        page.blank();
    }
}

fn about(pack: &Pack, warnings: usize, page: &mut Page) {
    let rules: usize = pack.regulations.iter().map(|file| file.rules.len()).sum();
    let parts = [
        count(pack.provisions.len(), "provision", "provisions"),
        count(rules, "rule", "rules"),
        count(pack.questions.len(), "question", "questions"),
        count(pack.decisions.len(), "decision", "decisions"),
        count(pack.scenarios.len(), "scenario", "scenarios"),
    ];
    page.line(&format!("{} {} ({})", pack.about.id, pack.about.version, pack.digest));
    page.paragraph(0, &format!("{}; {}.", and(&parts), count(warnings, "warning", "warnings")));
}

/// Proves what can be proved of each decision; times in which the same holds are named together.
fn prove(rulebook: &Rulebook, page: &mut Page) -> bool {
    let mut good = true;
    for decision in &rulebook.pack().decisions {
        if decision.conclusions.is_empty() {
            collects(decision, page);
            continue;
        }
        let eras = rulebook.eras().filter(|era| era.decision().id == decision.id);
        let mut proofs: Vec<(Proof, Vec<NaiveDate>, &CompiledDecision)> = Vec::new();
        for era in eras {
            let proof = era.prove();
            match proofs.iter_mut().find(|(known, ..)| *known == proof) {
                Some((_, days, _)) => days.push(era.from()),
                None => proofs.push((proof, vec![era.from()], era)),
            }
        }
        for (proof, days, era) in &proofs {
            let days: Vec<String> = days.iter().map(|date| day(*date)).collect();
            page.heading(&format!("{} ({}), from {}", decision.title, decision.id, and(&days)));
            good &= proof.without_lawful_route.is_none() && proof.without_one_value.is_empty();
            say(proof, era, page);
        }
    }
    good
}

/// A decision without conclusions has nothing to prove: it collects.
fn collects(decision: &Decision, page: &mut Page) {
    page.heading(&format!("{} ({})", decision.title, decision.id));
    let questions = count(decision.questions.len(), "question", "questions");
    page.aside(2, &format!("collects what must be on file by {questions}; it concludes nothing"));
}

/// Says whether every conclusion has one value, whatever is answered, and which values nothing leads to.
fn values(proof: &Proof, decision: &Decision, page: &mut Page) {
    let conclusions = match decision.conclusions.len() {
        1 => "its conclusion".to_owned(),
        several => format!("each of its {several} conclusions"),
    };
    if proof.without_one_value.is_empty() {
        let text = format!("every complete set of answers gives {conclusions} exactly one value");
        page.inked_item(2, "+ ", Ink::Good, &text);
    }
    for conclusion in &proof.without_one_value {
        let text = format!("some answers leave `{conclusion}` without a value or with several");
        page.inked_item(2, "! ", Ink::Bad, &text);
    }
    for (conclusion, value) in &proof.unreached {
        page.inked_item(2, "? ", Ink::Open, &format!("no answers lead to `{conclusion}: {value}`"));
    }
}

fn say(proof: &Proof, era: &CompiledDecision, page: &mut Page) {
    let pack = era.pack();
    let name = |id: &psr_rules::id::ConclusionId| {
        let known = era.decision().conclusions.iter().find(|conclusion| conclusion.id == *id);
        known.map_or_else(|| id.to_string(), |conclusion| conclusion.name.clone())
    };
    values(proof, era.decision(), page);
    match &proof.without_lawful_route {
        Some(answers) => {
            page.inked_item(2, "! ", Ink::Bad, &format!("no route is lawful where {}", in_clauses(answers, &[pack])));
        }
        None if era.decision().routes.is_some() => {
            page.inked_item(2, "+ ", Ink::Good, "every complete set of answers leaves at least one lawful route");
        }
        None => {}
    }
    if proof.compulsory_pairs.is_empty() && era.decision().routes.is_some() {
        page.inked_item(2, "+ ", Ink::Good, "no answers make two routes compulsory at once");
    }
    for pair in &proof.compulsory_pairs {
        let text = format!(
            "{} and {} are both compulsory where {}",
            name(&pair.one),
            name(&pair.other),
            in_clauses(&pair.whenever, &[pack])
        );
        page.inked_item(2, "? ", Ink::Open, &text);
    }
    for rule in &proof.never_apply {
        page.inked_item(2, "? ", Ink::Open, &format!("rule `{rule}` can never apply"));
    }
    let mut condition = |at: &ConditionAt, found: &str| {
        let clause = at.clause.as_deref().unwrap_or("a condition");
        page.inked_item(2, "? ", Ink::Open, &format!("{}, rule `{}`: {clause}: {found}", at.provision, at.rule));
    };
    for at in &proof.constant {
        condition(at, if at.always == Some(true) { "always met" } else { "never met" });
    }
    for at in &proof.idle {
        condition(at, "makes no difference there");
    }
    for question in &proof.idle_questions {
        page.inked_item(2, "? ", Ink::Open, &format!("question `{question}` changes no conclusion"));
    }
    let size = proof.size;
    page.aside(
        2,
        &format!(
            "diagram: {} over {}; largest condition: {}",
            count(size.nodes, "node", "nodes"),
            count(size.variables, "variable", "variables"),
            count(size.largest_condition, "node", "nodes")
        ),
    );
}
