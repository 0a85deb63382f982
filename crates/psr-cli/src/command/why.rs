//! `psr why`: on what a sentence of a document rests.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use clap::Args;
use psr_casefile::casebook::Case;
use psr_casefile::decision_record::{ConditionFinding, DecisionRecord, Grounds, RuleFinding, Status};
use psr_casefile::log::LogEntry;
use psr_renderer::document::sentences::{Sentence, sentences};
use psr_renderer::drawn::{Asked, draw};
use psr_renderer::{Privilege, Templates};
use serde::Serialize;

use super::log::show;
use super::render::{not_drawn, refused};
use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::page::{Ink, Page};
use crate::world::World;
use crate::{json, settings};

/// Say on what a sentence of a document rests: provisions, rules, answers, who and when
///
/// Without a sentence, every sentence of the document is listed with its number. A sentence can also be named by some of its words.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr why AUD-2026 reasons
  psr why AUD-2026 reasons 12
  psr why AUD-2026 reasons \"considerable change threshold\"")]
pub struct Why {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// The document or notice, or `reasons` for the written reasons
    document: String,
    /// The sentence: its number, or some of its words
    sentence: Option<String>,
    /// Reckon the days that a notice or letter states from this day, on which publication is planned
    #[arg(long, value_name = "DATE")]
    publication: Option<NaiveDate>,
    /// The letter to this provider
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// Count privileged answers in, for readers who share the privilege
    #[arg(long)]
    with_privileged: bool,
    /// Use the templates in this folder over the built-in ones
    #[arg(long, value_name = "DIR")]
    templates: Option<std::path::PathBuf>,
    /// Write it as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A sentence with everything behind it.
#[derive(Serialize)]
struct Explained {
    number: usize,
    under: String,
    text: String,
    rests_on_nothing: bool,
    provisions: Vec<Cited>,
    rules: Vec<Ruled>,
    entries: Vec<LogEntry>,
}

/// A provision, with what it says in plain words.
#[derive(Serialize)]
struct Cited {
    provision: String,
    says: Option<String>,
}

/// A rule that encodes such a provision, as it came out in the case.
#[derive(Serialize)]
struct Ruled {
    rule: String,
    decision: String,
    lot: Option<String>,
    title: String,
    status: Status,
    clauses: Vec<String>,
}

#[derive(Serialize)]
struct Answered {
    case: String,
    document: String,
    sentences: Vec<Explained>,
}

/// Explains the sentences that are asked for.
pub fn run(arguments: &Why, common: &Common, world: &mut World<'_>) -> Outcome {
    let templates = match &arguments.templates {
        Some(folder) => Templates::with_folder(folder),
        None => Templates::built_in(),
    };
    let templates = templates.map_err(refused)?;
    let (casebook, case) = settings::open_case(common, world, &arguments.case)?;
    let privilege = if arguments.with_privileged { Privilege::Shown } else { Privilege::Withheld };
    let (document, to) = (arguments.document.as_str(), arguments.to.as_deref());
    let asked = Asked { document, publication: arguments.publication, to, privilege };
    let drawn = draw(asked, &casebook, &case, &templates).map_err(not_drawn)?;
    let all: Vec<(usize, Sentence)> = (1..).zip(sentences(&drawn.document)).collect();
    let wanted = wanted(arguments, all)?;
    if arguments.sentence.is_none() && arguments.format == Format::Text {
        return list(&wanted, world);
    }
    let record = psr_casefile::record::decision_record(&case)?;
    let shown = if arguments.with_privileged { record } else { psr_renderer::privilege::withhold(&record) };
    let explained: Vec<Explained> = wanted.into_iter().map(|found| explain(found, &case, &shown, privilege)).collect();
    if arguments.format == Format::Json {
        let (case, document) = (case.id.to_string(), drawn.name);
        return json::print(world, &Answered { case, document, sentences: explained }, Exit::Done);
    }
    let mut page = Page::new(world.stdout.colour);
    explained.iter().for_each(|sentence| say(&mut page, sentence));
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

/// Returns the sentences that are meant: the one of that number, those with these words, or all.
fn wanted(arguments: &Why, all: Vec<(usize, Sentence)>) -> Result<Vec<(usize, Sentence)>, Stop> {
    let Some(named) = &arguments.sentence else { return Ok(all) };
    let count = all.len();
    let is_meant = |(number, sentence): &(usize, Sentence)| match named.parse::<usize>() {
        Ok(wanted) => *number == wanted,
        Err(_) => sentence.text.to_lowercase().contains(&named.to_lowercase()),
    };
    let found: Vec<(usize, Sentence)> = all.into_iter().filter(is_meant).collect();
    if found.is_empty() {
        let problem = format!("`{}` has no sentence `{named}`: it has {count}", arguments.document);
        let hint = format!("`psr why {} {}` lists them with their numbers", arguments.case, arguments.document);
        return Err(Problem::new(problem, hint).into());
    }
    Ok(found)
}

fn list(sentences: &[(usize, Sentence)], world: &mut World<'_>) -> Outcome {
    let mut page = Page::new(world.stdout.colour);
    let mut under = "";
    for (number, sentence) in sentences {
        if under != sentence.under {
            under = &sentence.under;
            page.heading(under);
        }
        let mark = if sentence.connective { " (leads on)" } else { "" };
        page.item(2, &format!("{number:>4}  "), &format!("{}{mark}", sentence.text));
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn explain(
    (number, sentence): (usize, Sentence),
    case: &Case,
    record: &DecisionRecord,
    privilege: Privilege,
) -> Explained {
    let provisions: BTreeSet<&String> = sentence.grounds.iter().flat_map(|grounds| &grounds.provisions).collect();
    let entries: BTreeSet<u64> =
        sentence.grounds.iter().flat_map(|grounds: &Grounds| grounds.entries.clone()).collect();
    let pack = case.rulebook.pack();
    let says = |provision: &str| {
        pack.provisions.iter().find(|known| known.id.as_str() == provision).map(|known| known.says.clone())
    };
    Explained {
        number,
        under: sentence.under.clone(),
        text: sentence.text.clone(),
        rests_on_nothing: sentence.connective,
        rules: rules(record, &provisions, &entries),
        provisions: provisions.iter().map(|id| Cited { provision: (*id).clone(), says: says(id) }).collect(),
        entries: case
            .entries
            .iter()
            .filter(|entry| entries.contains(&entry.seq))
            .map(|entry| LogEntry::of(entry, case))
            .map(|entry| if privilege == Privilege::Shown { entry } else { entry.without_privileged() })
            .collect(),
    }
}

/// Returns the rules that encode one of the provisions and rest on one of the entries; all that encode one where no entry is named.
fn rules(record: &DecisionRecord, provisions: &BTreeSet<&String>, entries: &BTreeSet<u64>) -> Vec<Ruled> {
    let mut ruled = Vec::new();
    for section in &record.sections {
        for rule in section.rules.iter().filter(|rule| bears(rule, provisions, entries)) {
            let mut clauses = Vec::new();
            clauses_of(&rule.condition, provisions, &mut clauses);
            ruled.push(Ruled {
                rule: rule.rule.clone(),
                decision: section.title.clone(),
                lot: section.lot.clone(),
                title: rule.title.clone(),
                status: rule.status,
                clauses,
            });
        }
    }
    ruled
}

fn bears(rule: &RuleFinding, provisions: &BTreeSet<&String>, entries: &BTreeSet<u64>) -> bool {
    let encodes = provisions.contains(&rule.provision) || cites(&rule.condition, provisions);
    encodes && (entries.is_empty() || rule.condition.entries.iter().any(|entry| entries.contains(entry)))
}

fn cites(condition: &ConditionFinding, provisions: &BTreeSet<&String>) -> bool {
    condition.provision.as_ref().is_some_and(|provision| provisions.contains(provision))
        || condition.parts.iter().any(|part| cites(part, provisions))
}

fn clauses_of(condition: &ConditionFinding, provisions: &BTreeSet<&String>, clauses: &mut Vec<String>) {
    let cited = condition.provision.as_ref().filter(|provision| provisions.contains(provision));
    if let (Some(provision), Some(clause)) = (cited, condition.clause.as_ref().filter(|clause| !clause.is_empty())) {
        clauses.push(format!("{provision}: {clause}"));
    }
    condition.parts.iter().for_each(|part| clauses_of(part, provisions, clauses));
}

fn say(page: &mut Page, sentence: &Explained) {
    page.heading(&format!("Sentence {}, under “{}”", sentence.number, sentence.under));
    page.paragraph(0, &sentence.text);
    if sentence.rests_on_nothing {
        page.paragraph(0, "It rests on nothing: it leads the reader on.");
    }
    for cited in &sentence.provisions {
        let says = cited.says.as_deref().unwrap_or("not listed in the pack of this case");
        page.inked_item(2, "", Ink::Bold, &cited.provision);
        page.paragraph(4, says);
    }
    for rule in &sentence.rules {
        let lot = rule.lot.as_ref().map(|lot| format!(", lot {lot}")).unwrap_or_default();
        let status = match rule.status {
            Status::Met => "met",
            Status::NotMet => "not met",
            Status::Undetermined => "open",
        };
        page.paragraph(2, &format!("Rule {} ({}{lot}), {status}: {}", rule.rule, rule.decision, rule.title));
        rule.clauses.iter().for_each(|clause| page.paragraph(4, clause));
    }
    sentence.entries.iter().for_each(|entry| show(page, entry));
    page.blank();
}
