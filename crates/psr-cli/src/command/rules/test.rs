//! `psr rules test`: the scenarios of a pack.

mod exercised;

use clap::Args;
use psr_rules::engine::{Determination, Rulebook, UNDETERMINED};
use psr_rules::pack::model::{Expected, Scenario};
use psr_rules::timetable;

use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};
use crate::terminal::progress::Progress;
use crate::world::World;

/// Run the scenarios of a rule pack: worked cases that it must get right
///
/// Then says which rules the scenarios exercise: a rule is exercised both ways when one scenario meets it and another does not.
///
/// Ends with 1 when any scenario comes out otherwise than it says.
#[derive(Debug, Args)]
pub struct Test {
    #[command(flatten)]
    pack: PackChoice,
    /// List every scenario, not only those that fail
    #[arg(long)]
    all: bool,
    /// End with 1 also when a rule is never met, or never not met
    #[arg(long)]
    require_both_ways: bool,
}

/// Runs the scenarios, and lists those that fail.
pub fn run(arguments: &Test, world: &mut World<'_>) -> Outcome {
    let rulebook = super::load(&arguments.pack)?;
    let scenarios = &rulebook.pack().scenarios;
    let mut progress = Progress::new(world, "running scenarios");
    let mut page = Page::new(world.stdout.colour);
    let mut failed = 0;
    for (scenario, done) in scenarios.iter().zip(1..) {
        let wrong = differences(&rulebook, scenario);
        failed += usize::from(!wrong.is_empty());
        tell(&scenario.name, &scenario.path, &wrong, arguments.all, &mut page);
        progress.at(done, scenarios.len() as u64);
    }
    let of_timetable = &rulebook.pack().timetable_scenarios;
    for scenario in of_timetable {
        let wrong = timetable::differences(rulebook.pack(), scenario);
        failed += usize::from(!wrong.is_empty());
        tell(&scenario.name, &scenario.path, &wrong, arguments.all, &mut page);
    }
    drop(progress);
    let all = scenarios.len() + of_timetable.len();
    page.line(&match failed {
        0 => format!("{} right.", count(all, "scenario", "scenarios")),
        _ => format!("{} of {} wrong.", failed, count(all, "scenario", "scenarios")),
    });
    let both_ways = exercised::write(&rulebook, &mut page);
    world.stdout.print(&page.finish())?;
    Ok(Exit::found(failed > 0 || arguments.require_both_ways && !both_ways))
}

fn tell(name: &str, path: &str, wrong: &[String], all: bool, page: &mut Page) {
    if wrong.is_empty() {
        if all {
            page.inked_item(0, "+ ", Ink::Good, name);
        }
        return;
    }
    page.inked_item(0, "! ", Ink::Bad, name);
    page.aside(2, &format!("--> {path}"));
    wrong.iter().for_each(|wrong| page.item(4, "", wrong));
}

/// Returns everything that comes out otherwise than the scenario says.
fn differences(rulebook: &Rulebook, scenario: &Scenario) -> Vec<String> {
    let compiled = match rulebook.decision(&scenario.decision, scenario.date) {
        Ok(compiled) => compiled,
        Err(error) => return vec![error.to_string()],
    };
    let found = compiled.determine(&compiled.facts(&scenario.answers));
    let mut wrong = conclusions(&found, scenario);
    if let Some(expected) = &scenario.relevant {
        let (mut expected, mut got): (Vec<&str>, Vec<&str>) =
            (expected.iter().map(|id| id.as_str()).collect(), found.relevant.iter().map(|id| id.as_str()).collect());
        expected.sort_unstable();
        got.sort_unstable();
        if expected != got {
            wrong.push(format!("relevant: got {}, expected {}", listed(&got), listed(&expected)));
        }
    }
    if found.conflicts.len() != scenario.conflicts {
        wrong.push(format!("conflicts: got {}, expected {}", found.conflicts.len(), scenario.conflicts));
    }
    wrong
}

fn conclusions(found: &Determination, scenario: &Scenario) -> Vec<String> {
    let mut wrong = Vec::new();
    for (conclusion, expected) in &scenario.concludes {
        let expected = match expected {
            Expected::Value(value) => value.as_str(),
            Expected::Undetermined => UNDETERMINED,
        };
        let got = found.value(conclusion.as_str()).map_or(UNDETERMINED, |value| value.as_str());
        if got != expected {
            wrong.push(format!("{conclusion}: got {got}, expected {expected}"));
        }
    }
    wrong
}

fn listed(ids: &[&str]) -> String {
    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
}
