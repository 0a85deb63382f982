//! `psr rules book`: a rule pack as a printable reading copy, for a lawyer who will never see its files.

mod decisions;
mod html;
mod law;
mod notices;
mod questions;
mod regulations;
mod scenarios;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use psr_rules::coverage::{Covered, ExercisedRule, coverage, exercise};
use psr_rules::engine::Rulebook;
use psr_rules::pack::model::{Pack, Rule};

use self::html::Html;
use crate::cli::PackChoice;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::input;
use crate::words::day;
use crate::world::World;

/// The style of the page, for screens and for paper.
const STYLE: &str = include_str!("book/style.css");

/// Write a rule pack as one page to read and to print
///
/// For each regulation and schedule: what its provisions say, its rules read aloud with their conditions, its questions, its notices, its scenarios, its notes and reviews; then
/// the figures by date, and each decision as a picture. The page is one HTML file that needs nothing else.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  psr rules book -o rules.html\n  psr rules book --on 2026-04-01 -o rules.html")]
pub struct Book {
    /// Write the rules and figures in force for this date [default: all]
    #[arg(long, value_name = "DATE", value_parser = input::date)]
    on: Option<NaiveDate>,
    /// Write it to this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    pack: PackChoice,
}

/// What the copy is written from.
struct Copy<'p> {
    pack: &'p Pack,
    on: Option<NaiveDate>,
    covered: Vec<Covered>,
    exercised: Vec<ExercisedRule>,
}

/// Writes the page.
pub fn run(arguments: &Book, world: &mut World<'_>) -> Outcome {
    let rulebook = super::load(&arguments.pack)?;
    let page = written(&rulebook, arguments.on);
    match &arguments.output {
        Some(path) => std::fs::write(path, page).map_err(|error| unwritten(path, &error))?,
        None => world.stdout.print(&page)?,
    }
    Ok(Exit::Done)
}

fn unwritten(path: &std::path::Path, error: &std::io::Error) -> Stop {
    let hint = "choose a folder that exists and that you may write to";
    Problem::new(format!("`{}` cannot be written: {error}", path.display()), hint).into()
}

/// Writes a pack as a page.
fn written(rulebook: &Rulebook, on: Option<NaiveDate>) -> String {
    let copy = Copy { pack: rulebook.pack(), on, covered: coverage(rulebook), exercised: exercise(rulebook) };
    let title = format!("{}: reading copy", copy.pack.about.title);
    let mut html = Html::page(&title, STYLE);
    copy.front(&mut html);
    copy.contents(&mut html);
    html.open("main", "id=\"main\"");
    copy.law(&mut html);
    copy.pack.regulations.iter().for_each(|file| copy.regulation(file, &mut html));
    copy.decisions(&mut html);
    copy.scenarios(&mut html);
    html.close("main");
    html.finish()
}

impl Copy<'_> {
    /// Answers whether a rule belongs into the copy.
    fn holds(&self, rule: &Rule) -> bool {
        self.on.is_none_or(|on| self.pack.stands(rule, on))
    }

    fn front(&self, html: &mut Html) {
        let about = &self.pack.about;
        html.open("header", "");
        html.element("h1", "", &format!("{}: reading copy", about.title));
        html.element("p", "", &about.instrument);
        let rules = match self.on {
            Some(on) => format!("Rules and figures in force for {}.", day(on)),
            None => "All rules and figures, of every text of the law.".to_owned(),
        };
        html.element("p", "", &format!("Rule pack {}, version {}. {rules}", about.id, about.version));
        html.element("p", "class=\"aside\"", &format!("Digest of the pack: {}", self.pack.digest));
        html.element(
            "p",
            "",
            "This copy is made from the rule pack itself. It says in plain words what the pack encodes and is not the text of the law, which governs. \
             Where a rule rests on a reading that the text does not spell out, a note says so.",
        );
        html.close("header");
    }

    fn contents(&self, html: &mut Html) {
        html.open("nav", "aria-labelledby=\"contents\"");
        html.element("h2", "id=\"contents\"", "Contents");
        html.open("ul", "class=\"contents\"");
        let link = |html: &mut Html, to: &str, words: &str| {
            html.open("li", "");
            html.element("a", &format!("href=\"#{to}\""), words);
            html.close("li");
        };
        link(html, "law", "Texts of the law and figures");
        for file in &self.pack.regulations {
            link(html, &html::anchor(file.provision.as_str()), &format!("{}: {}", file.provision, file.heading));
        }
        link(html, "decisions", "Decisions");
        link(html, "scenarios", "Scenarios");
        html.close("ul");
        html.close("nav");
    }
}
