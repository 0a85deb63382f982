//! `psr rules graph`: a decision as a picture of what depends on what.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use psr_rules::graph::{dot, graph, mermaid, svg};
use psr_rules::pack::model::Rule;

use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem};
use crate::input;
use crate::world::World;

/// Draw a decision: what is asked, the rules that test it, and what follows
///
/// The picture is SVG, with its words as text and a description for screen readers; other programs draw it from Mermaid or Graphviz. A dashed line means
/// that the rule looks at whether something is not so.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  psr rules graph > decision.svg\n  psr rules graph DECISION --format mermaid\n  psr rules graph DECISION --format dot | dot -Tpdf > decision.pdf"
)]
pub struct Graph {
    /// The decision [default: the pack's default]
    decision: Option<String>,
    /// Write it in this language
    #[arg(long, visible_alias = "as", value_enum, default_value_t)]
    format: Language,
    /// Draw the rules in force for this date [default: all]
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    pack: PackChoice,
}

/// Languages for graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Language {
    /// A picture.
    #[default]
    Svg,
    /// Mermaid, as Markdown pages show it.
    Mermaid,
    /// Graphviz.
    Dot,
}

/// Prints the graph.
pub fn run(arguments: &Graph, world: &mut World<'_>) -> Outcome {
    let rulebook = super::load(&arguments.pack)?;
    let pack = rulebook.pack();
    let wanted = arguments.decision.as_deref().unwrap_or(pack.about.default_decision.as_str());
    let decision = pack.decisions.iter().find(|decision| decision.id.as_str() == wanted).ok_or_else(|| {
        let known: Vec<&str> = pack.decisions.iter().map(|decision| decision.id.as_str()).collect();
        Problem::new(format!("the pack has no decision `{wanted}`"), format!("there are: {}", known.join(", ")))
    })?;
    let stands = |rule: &Rule| arguments.on.is_none_or(|on| pack.stands(rule, on));
    let drawn = graph(pack, decision, stands);
    let text = match arguments.format {
        Language::Svg => svg(&drawn),
        Language::Mermaid => mermaid(&drawn),
        Language::Dot => dot(&drawn),
    };
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}
