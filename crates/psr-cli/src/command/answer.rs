//! `psr answer`: one answer, or a file of them, with the reasons.

mod ledger;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::casebook::{AnswerGiven, Case, Casebook, Given};
use psr_rules::facts::{INPUT_LIMIT, read_items};

use psr_rules::money::Pence;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::page::Page;
use crate::words::change::{Standing, settled};
use crate::world::World;
use crate::{input, refusal, settings};

/// Answer a question of a case, or many at once from a file
///
/// An answer is never overwritten: a later one names the one it replaces, and both stay on record. A file is recorded as a whole or not at all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr answer AUD-2026 existing-provider yes --reason \"Under contract since 2021.\"
  psr answer AUD-2026 existing-lifetime-value 1157738.50 --reason \"Notice\" --evidence notice.pdf
  psr answer AUD-2026 only-existing-provider-capable no --view-of \"The committee\" --reason \"…\"
  psr answer AUD-2026 existing-provider --withdraw --reason \"Entered for the wrong case.\"
  psr answer AUD-2026 decision-makers --items panel.csv --reason \"Minutes of 3 March\"
  psr answer AUD-2026 --from answers.yaml
  psr answer MOD-3 cumulative-change-in-lifetime-value --from-ledger --plus 40000

A question that several decisions ask is named with its decision, as in `scope/cpv-code`.")]
pub struct Answer {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// The question
    #[arg(required_unless_present = "from")]
    question: Option<String>,
    /// The answer: yes or no, a sum such as 1157738.50, a date such as 2026-04-01, a choice, or words
    #[arg(required_unless_present_any = ["from", "withdraw", "items", "from_ledger"], allow_hyphen_values = true)]
    value: Option<String>,
    /// Give the reasons
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Name who formed the view, where the law asks for one
    #[arg(long, value_name = "NAME")]
    view_of: Option<String>,
    /// Answer for this lot alone
    #[arg(long)]
    lot: Option<String>,
    /// Attach a file as evidence; give it once for each
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// Take the items of a list from a file: CSV whose first row names the fields, or YAML or JSON
    #[arg(long, value_name = "FILE", conflicts_with_all = ["value", "from", "withdraw"])]
    items: Option<PathBuf>,
    /// Take the answer back; the question is then not answered
    #[arg(long, conflicts_with_all = ["value", "from"])]
    withdraw: bool,
    /// Take many answers from a YAML file, with their reasons, views, evidence and lots
    #[arg(long, value_name = "FILE", conflicts_with_all = ["question", "reason", "view_of", "lot", "evidence", "privileged", "concerns"])]
    from: Option<PathBuf>,
    /// Answer with what the ledger of the case's contract says
    #[arg(long, conflicts_with_all = ["value", "from", "withdraw", "items"])]
    from_ledger: bool,
    /// Count the change that is being decided too, in pounds; below zero where the value falls
    #[arg(long, value_name = "SUM", value_parser = input::sum, allow_hyphen_values = true, requires = "from_ledger")]
    plus: Option<Pence>,
    /// Mark the answer as privileged: legal advice, withheld from documents
    #[arg(long)]
    privileged: bool,
    /// Say which date it concerns, where it is entered after the event
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    concerns: Option<NaiveDate>,
}

/// Records the answers, and says what they settle.
pub fn run(arguments: &Answer, common: &Common, world: &mut World<'_>) -> Outcome {
    let (mut casebook, case, given) = match &arguments.from {
        Some(path) => from_file(path, arguments, common, world)?,
        None => {
            complete(arguments)?;
            let (casebook, case) = open(arguments, common, world)?;
            let mut given = single(arguments, &case)?;
            if arguments.from_ledger {
                ledger::fill(&mut given, arguments.plus, &casebook, &case)?;
            }
            (casebook, case, vec![given])
        }
    };
    let before = Standing::of(&case)?;
    let actor = settings::actor(common, world)?;
    let recorded = casebook.answer(&case, given, &mut settings::acting(&actor, world))?;
    let after = Standing::of(&recorded.case)?;
    let entries = recorded.case.entries.iter().filter(|entry| entry.seq > case.state.head);
    let answers: Vec<u64> = entries.filter(|entry| is_answer(&entry.typ)).map(|entry| entry.seq).collect();
    let mut page = Page::new(world.stdout.colour);
    page.line(&match answers.as_slice() {
        [only] => format!("Recorded (entry {only})."),
        many => format!(
            "Recorded {} answers (entries {} to {}).",
            many.len(),
            many.first().unwrap_or(&0),
            many.last().unwrap_or(&0)
        ),
    });
    settled(&mut page, &before, &after);
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn is_answer(typ: &str) -> bool {
    typ.starts_with("psr.answer/") || typ.starts_with("psr.withdrawal/")
}

fn open(arguments: &Answer, common: &Common, world: &World<'_>) -> Result<(Casebook, Case), Stop> {
    let casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    Ok((casebook, case))
}

/// Checks that the reasons are given.
fn complete(arguments: &Answer) -> Result<(), Stop> {
    if arguments.reason.is_none() && !arguments.withdraw && !arguments.from_ledger {
        let hint = "give them with --reason TEXT; an answer without reasons helps nobody who reads it later";
        return Err(Problem::new("the reasons for the answer are missing, so nothing was recorded", hint).into());
    }
    Ok(())
}

/// Takes the one answer that the arguments give.
fn single(arguments: &Answer, case: &Case) -> Result<AnswerGiven, Stop> {
    let question = arguments.question.clone().unwrap_or_default();
    let (decision, question) = match question.split_once('/') {
        Some((decision, question)) => (Some(decision.to_owned()), question.to_owned()),
        None => (None, question),
    };
    let listed = arguments.items.as_deref().map(|path| items(path, &question, case)).transpose()?;
    let text = arguments.value.clone().map_or(Given::Withdrawal, Given::Text);
    Ok(AnswerGiven {
        decision,
        question,
        given: listed.unwrap_or(text),
        reason: arguments.reason.clone(),
        view_of: arguments.view_of.clone(),
        lot: arguments.lot.clone(),
        evidence: input::evidence(&arguments.evidence)?,
        privileged: arguments.privileged,
        concerns: arguments.concerns,
    })
}

/// Reads the items of a list answer; a question that the pack does not know is refused with the answer.
fn items(path: &Path, question: &str, case: &Case) -> Result<Given, Stop> {
    let bytes = input::items(path)?;
    let questions = &case.rulebook.pack().questions;
    let Some(question) = questions.values().find(|known| known.id.as_str() == question) else {
        return Ok(Given::Text(String::new()));
    };
    let read = read_items(&path.display().to_string(), &bytes, question);
    read.map(Given::Answer).map_err(|found| Stop::from(refusal::diagnostics(&found)))
}

/// Reads a file of answers against the case it is for.
fn from_file(
    path: &Path,
    arguments: &Answer,
    common: &Common,
    world: &World<'_>,
) -> Result<(Casebook, Case, Vec<AnswerGiven>), Stop> {
    let bytes = input::bounded(path, INPUT_LIMIT).map_err(crate::failure::io("read the file", path))?;
    let (casebook, case) = open(arguments, common, world)?;
    let given = crate::answers_file::read(&bytes, path, &case)?;
    Ok((casebook, case, given))
}
