//! `psr rules show`: the reading copy of a provision.

use chrono::NaiveDate;
use clap::Args;
use psr_rules::id::{Provision, TextId};
use psr_rules::pack::model::{Amount, Comparison, Condition, Decision, Pack, Regulation, Relation, Rule, Test};

use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem};
use crate::input;
use crate::terminal::list::and;
use crate::terminal::page::Page;
use crate::words::day;
use crate::world::World;

/// Show how a provision is encoded, as a text to be read
///
/// Names every rule of the provision, or of the regulation it belongs to, with each condition's provision and the clause that will stand in the reasons. It is
/// what a legal adviser reads against the law.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  psr rules show 'reg 6'\n  psr rules show 'reg 6(10)' --on 2026-04-01")]
pub struct Show {
    /// The provision, such as `reg 6` or `reg 6(10)`
    provision: String,
    /// Show the text in force for this date
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    pack: PackChoice,
}

/// Prints the reading copy.
pub fn run(arguments: &Show, world: &mut World<'_>) -> Outcome {
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    let pack = rulebook.pack();
    let wanted = Provision::new(arguments.provision.trim());
    let mut page = Page::new(world.stdout.colour);
    let known = provision(pack, &wanted, &mut page);
    let mut found = false;
    for file in &pack.regulations {
        let text = |rule: &&Rule| arguments.on.is_none_or(|on| stands(pack, rule, on));
        let whole = file.provision == wanted;
        let rules: Vec<&Rule> = file
            .rules
            .iter()
            .filter(|rule| whole || cites(&rule.when, &wanted) || rule.provision == wanted)
            .filter(text)
            .collect();
        if whole || !rules.is_empty() {
            found = true;
            heading(file, &mut page);
            rules.iter().for_each(|rule| show_rule(pack, rule, &mut page));
        }
    }
    if !known && !found {
        let files: Vec<&str> = pack.regulations.iter().map(|file| file.provision.as_str()).collect();
        let hint = format!("cite it as the pack does, such as `reg 6(3)`; its files are {}", files.join(", "));
        return Err(Problem::new(format!("the pack has no provision `{wanted}`"), hint).into());
    }
    if !found {
        page.paragraph(0, "No rule encodes it.");
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn provision(pack: &Pack, wanted: &Provision, page: &mut Page) -> bool {
    let entry = pack.provisions.iter().find(|entry| entry.id == *wanted);
    if let Some(entry) = entry {
        page.paragraph(0, &format!("{}: {}.", entry.id, entry.says));
    }
    entry.is_some()
}

/// Answers whether a rule stands in the text in force for a date.
fn stands(pack: &Pack, rule: &Rule, on: NaiveDate) -> bool {
    let decision: Option<&Decision> = pack.decisions.iter().find(|decision| decision.id == rule.decision);
    let text = pack.texts.iter().rfind(|text| {
        let selects = decision.is_some_and(|decision| text.selected_by == decision.selected_by);
        text.from <= on && (selects || text.selected_by == psr_rules::pack::model::SelectedBy::Commencement)
    });
    rule.texts.is_empty() || text.is_some_and(|text| rule.texts.contains(&text.id))
}

fn cites(condition: &Condition, wanted: &Provision) -> bool {
    condition.provision.as_ref() == Some(wanted)
        || super::coverage::parts(condition).iter().any(|part| cites(part, wanted))
}

fn heading(file: &Regulation, page: &mut Page) {
    page.heading(&format!("{} {}", file.provision, file.heading));
    if let Some(why) = &file.no_rule {
        page.paragraph(2, &format!("No rule: {why}"));
    }
    for review in &file.reviews {
        page.aside(2, &format!("Reviewed by {} against {} on {}.", review.by, review.against, day(review.on)));
    }
    if file.reviews.is_empty() {
        page.aside(2, "Not reviewed yet.");
    }
}

fn show_rule(pack: &Pack, rule: &Rule, page: &mut Page) {
    page.heading(&format!("{}: {}", rule.provision, rule.title));
    let texts: Vec<String> = rule.texts.iter().map(TextId::to_string).collect();
    let texts = if texts.is_empty() { String::new() } else { format!(", in {}", and(&texts)) };
    page.aside(2, &format!("rule `{}` of {}{texts}", rule.id, rule.decision));
    page.item(2, "", "If");
    condition(&rule.when, 4, page);
    let follows: Vec<String> =
        rule.then.iter().map(|(conclusion, value)| says(pack, rule, conclusion.as_str(), value.as_str())).collect();
    let follows = if follows.is_empty() { "it is met, as other rules need.".to_owned() } else { follows.join(" ") };
    page.item(2, "then ", &follows);
    if let Some(note) = &rule.note {
        page.item(2, "Note: ", note);
    }
}

fn says(pack: &Pack, rule: &Rule, conclusion: &str, value: &str) -> String {
    let decision = pack.decisions.iter().find(|decision| decision.id == rule.decision);
    let conclusions = decision.map(|decision| decision.conclusions.as_slice()).unwrap_or_default();
    let known = conclusions.iter().find(|known| known.id.as_str() == conclusion);
    let value_known = known.and_then(|known| known.values.iter().find(|known| known.id.as_str() == value));
    value_known.map_or_else(|| format!("{conclusion}: {value}."), |value| value.says.clone())
}

fn condition(shown: &Condition, indent: usize, page: &mut Page) {
    let cited = shown.provision.as_ref().map(|provision| format!("{provision}: ")).unwrap_or_default();
    let clause = shown.clause.as_ref().map(|clause| clause.met.clone());
    let text = match (&shown.test, clause) {
        (Test::Not(_), None) => "it is not so that".to_owned(),
        (_, Some(clause)) => clause,
        (test, None) => bare(test),
    };
    page.item(indent, "- ", &format!("{cited}{text}"));
    let joined = match &shown.test {
        Test::All(_) if shown.clause.is_some() => Some("all of:"),
        Test::Any(_) if shown.clause.is_some() => Some("at least one of:"),
        _ => None,
    };
    joined.iter().for_each(|joined| page.aside(indent + 2, joined));
    page.aside(indent + 2, &tests(&shown.test));
    super::coverage::parts(shown).iter().for_each(|part| condition(part, indent + 2, page));
}

/// Says a test that has no clause of its own.
fn bare(test: &Test) -> String {
    match test {
        Test::All(_) => "all of these:".to_owned(),
        Test::Any(_) => "at least one of these:".to_owned(),
        Test::Rule(rule) => format!("rule `{rule}` is met"),
        _ => tests(test),
    }
}

/// Says which answers a test looks at.
fn tests(test: &Test) -> String {
    match test {
        Test::Yes(question) => format!("({question} is yes)"),
        Test::No(question) => format!("({question} is no)"),
        Test::Among(question, choices) if choices.len() > 8 => {
            format!("({question} is one of {} choices)", choices.len())
        }
        Test::Among(question, choices) => {
            let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
            format!("({question} is one of {})", choices.join(", "))
        }
        Test::Compare(comparison) => format!("({})", compares(comparison)),
        Test::Rule(rule) => format!("(rule `{rule}`)"),
        Test::All(_) | Test::Any(_) | Test::Not(_) => String::new(),
    }
}

fn compares(comparison: &Comparison) -> String {
    let sum = if comparison.size_only { format!("the size of {}", comparison.sum) } else { comparison.sum.to_string() };
    let relation = match comparison.relation {
        Relation::AtLeast => "at least",
        Relation::MoreThan => "more than",
        Relation::AtMost => "at most",
        Relation::Below => "below",
    };
    let amount = match &comparison.amount {
        Amount::Figure(figure) => figure.to_string(),
        Amount::Sum(sum) => sum.to_string(),
        Amount::SumPlus(sum, figure) | Amount::SumPlusPercent(sum, figure) => format!("{sum} plus {figure}"),
        Amount::PercentOf(figure, sum) => format!("{figure} of {sum}"),
    };
    format!("{sum} is {relation} {amount}")
}
