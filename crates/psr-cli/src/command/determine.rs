//! `psr determine`: what some facts lead to, with nothing stored.

mod line;
mod text;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use psr_rules::engine::Rulebook;
use psr_rules::facts::{FactsFile, LineReader};
use psr_rules::id::DecisionId;

use crate::cli::{Format, PackChoice};
use crate::command::batch;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::world::World;
use crate::{input, refusal};

use line::LineWorker;

/// Determine what some facts lead to; nothing is stored
///
/// An unanswered question is unknown, not false: a conclusion is undetermined only if two ways of answering really lead to different values of it, and
/// only the questions that can still change one are listed as open.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr determine facts.yaml
  psr determine - <<'END'
  commenced: 2026-04-01
  answers:
    existing-provider: yes
    proposed-lifetime-value: 400000
  END
  psr determine --batch < many.jsonl > determined.jsonl

A batch takes one JSON object a line and gives one for each, in the same order. A line that cannot be read gives
{\"schema\":1,\"error\":\"…\",\"line\":N} in its place, the rest go on, and the exit code is 1.")]
pub struct Determine {
    /// A YAML or JSON file with the facts, or - for standard input
    #[arg(value_name = "FACTS", required_unless_present = "batch", conflicts_with = "batch")]
    facts: Option<PathBuf>,
    /// Determine this decision [default: the one the facts name, else the pack's default]
    #[arg(long, value_name = "ID")]
    decision: Option<String>,
    /// Write the result as text or as JSON [default: text on a terminal, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Read JSON Lines from standard input, and write JSON Lines
    #[arg(long)]
    batch: bool,
    #[command(flatten)]
    pack: PackChoice,
}

/// Determines.
pub fn run(arguments: &Determine, world: &mut World<'_>) -> Outcome {
    let rulebook = Arc::new(psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?);
    let chosen = arguments.decision.as_deref().map(|id| decision(id, &rulebook)).transpose()?;
    if arguments.batch {
        let reader = LineReader::new(rulebook.pack(), chosen.as_ref());
        return batch::run(|| LineWorker::new(&rulebook, &reader), arguments.format, "determining", world);
    }
    let path = arguments.facts.as_deref().unwrap_or(Path::new("-"));
    let (name, bytes) = input::given(path, world)?;
    let facts = psr_rules::facts::read(&name, &bytes, rulebook.pack(), chosen.as_ref());
    let facts = facts.map_err(|found| Stop::from(refusal::diagnostics(&found)))?;
    let terminal = if world.stdout.is_terminal { Format::Text } else { Format::Json };
    let result = match arguments.format.unwrap_or(terminal) {
        Format::Json => json(&rulebook, &facts)?,
        Format::Text => text::say(&rulebook, &facts, world.stdout.colour)?,
    };
    world.stdout.print(&result)?;
    Ok(Exit::Done)
}

/// Looks up a decision that was named.
pub fn decision(id: &str, rulebook: &Rulebook) -> Result<DecisionId, Stop> {
    let decisions = &rulebook.pack().decisions;
    let found = decisions.iter().find(|decision| decision.id.as_str() == id);
    found.map(|decision| decision.id.clone()).ok_or_else(|| {
        let known: Vec<&str> = decisions.iter().map(|decision| decision.id.as_str()).collect();
        Problem::new(format!("the pack has no decision `{id}`"), format!("there are: {}", known.join(", "))).into()
    })
}

fn json(rulebook: &Rulebook, facts: &FactsFile) -> Result<String, Stop> {
    let compiled = rulebook.decision(&facts.decision, facts.commenced);
    let compiled = compiled.map_err(|error| Stop::from(Problem { what: error.to_string(), ..Problem::default() }))?;
    let determination = compiled.determine(&compiled.facts(&facts.answers));
    let text = serde_json::to_string_pretty(&determination).map_err(std::io::Error::from);
    text.map(|text| text + "\n").map_err(crate::world::unwritten)
}
