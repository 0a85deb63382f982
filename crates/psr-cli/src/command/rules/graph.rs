//! `psr rules graph`: a decision as a picture of what depends on what.

use clap::{Args, ValueEnum};
use psr_rules::pack::model::{Condition, Decision, Pack, Rule, Test};

use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem};
use crate::world::World;

/// Draw a decision as a graph: questions, rules, conclusions
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  psr rules graph | dot -Tsvg > decision.svg\n  psr rules graph DECISION --as mermaid"
)]
pub struct Graph {
    /// The decision [default: the pack's default]
    decision: Option<String>,
    /// Write it in this language
    #[arg(long = "as", value_enum, default_value_t)]
    language: Language,
    #[command(flatten)]
    pack: PackChoice,
}

/// Languages for graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Language {
    /// Graphviz.
    #[default]
    Dot,
    /// Mermaid, as Markdown pages show it.
    Mermaid,
}

/// What is drawn: boxes by id with their words, and arrows.
#[derive(Debug, Default)]
struct Drawing {
    boxes: Vec<(String, String, &'static str)>,
    arrows: Vec<(String, String)>,
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
    let drawing = draw(pack, decision);
    let text = match arguments.language {
        Language::Dot => dot(&drawing, decision),
        Language::Mermaid => mermaid(&drawing),
    };
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

fn draw(pack: &Pack, decision: &Decision) -> Drawing {
    let mut drawing = Drawing::default();
    for question in decision.questions.iter().filter_map(|id| pack.questions.get(id)) {
        drawing.boxes.push((format!("q:{}", question.id), question.id.to_string(), "question"));
    }
    let rules = pack.regulations.iter().flat_map(|file| &file.rules).filter(|rule| rule.decision == decision.id);
    for rule in rules {
        drawing.boxes.push((format!("r:{}", rule.id), format!("{}: {}", rule.provision, rule.title), "rule"));
        from_condition(&rule.when, rule, &mut drawing);
        for (conclusion, value) in &rule.then {
            let id = format!("c:{conclusion}:{value}");
            if drawing.boxes.iter().all(|(known, ..)| *known != id) {
                drawing.boxes.push((id.clone(), format!("{conclusion}: {value}"), "conclusion"));
            }
            drawing.arrows.push((format!("r:{}", rule.id), id));
        }
    }
    drawing
}

fn from_condition(condition: &Condition, rule: &Rule, drawing: &mut Drawing) {
    let to = format!("r:{}", rule.id);
    let from = match &condition.test {
        Test::Yes(question) | Test::No(question) | Test::Among(question, _) => vec![format!("q:{question}")],
        Test::Compare(comparison) => {
            use psr_rules::pack::model::Amount;
            let other = match &comparison.amount {
                Amount::Figure(_) => None,
                Amount::Sum(sum)
                | Amount::SumPlus(sum, _)
                | Amount::SumPlusPercent(sum, _)
                | Amount::PercentOf(_, sum) => Some(sum),
            };
            other.into_iter().chain([&comparison.sum]).map(|sum| format!("q:{sum}")).collect()
        }
        Test::Rule(other) => vec![format!("r:{other}")],
        Test::All(_) | Test::Any(_) | Test::Not(_) => Vec::new(),
    };
    for from in from {
        let arrow = (from, to.clone());
        if !drawing.arrows.contains(&arrow) {
            drawing.arrows.push(arrow);
        }
    }
    super::coverage::parts(condition).iter().for_each(|part| from_condition(part, rule, drawing));
}

fn dot(drawing: &Drawing, decision: &Decision) -> String {
    let mut text = format!("digraph \"{}\" {{\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n", decision.id);
    for (id, words, kind) in &drawing.boxes {
        let shape = match *kind {
            "question" => "ellipse",
            "rule" => "box",
            _ => "box, style=filled, fillcolor=\"#e8edee\"",
        };
        text.push_str(&format!("  \"{id}\" [label=\"{}\", shape={shape}];\n", words.replace('"', "'")));
    }
    for (from, to) in &drawing.arrows {
        text.push_str(&format!("  \"{from}\" -> \"{to}\";\n"));
    }
    text + "}\n"
}

fn mermaid(drawing: &Drawing) -> String {
    let place = |id: &str| drawing.boxes.iter().position(|(known, ..)| known == id).unwrap_or_default();
    let mut text = "flowchart LR\n".to_owned();
    for (number, (_, words, kind)) in drawing.boxes.iter().enumerate() {
        let words = words.replace('"', "'");
        text.push_str(&match *kind {
            "question" => format!("  n{number}([\"{words}\"])\n"),
            "rule" => format!("  n{number}[\"{words}\"]\n"),
            _ => format!("  n{number}[[\"{words}\"]]\n"),
        });
    }
    for (from, to) in &drawing.arrows {
        text.push_str(&format!("  n{} --> n{}\n", place(from), place(to)));
    }
    text
}
