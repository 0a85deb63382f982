//! What is typed at a question: an answer, or one of a few words that steer the interview.

use psr_casefile::casebook::Case;
use psr_rules::answer::{self, Answer};
use psr_rules::pack::model::Kind;

use super::choices::{Choices, Choosing};
use super::list;
use super::question::{self, Asked};
use crate::failure::Stop;
use crate::terminal::page::{Ink, Page};
use crate::terminal::prompt;
use crate::world::World;

/// What somebody said to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// An answer.
    Answer(Answer),
    /// An answer, and enough for now.
    LastAnswer(Answer),
    /// Back to the question before.
    Back,
    /// Not known yet, or keep what is on record.
    Skip,
    /// Enough for now, or the end of input.
    Quit,
}

/// A line that was typed: something to read, or a word that steers.
pub enum Typed {
    /// Something to read.
    Text(String),
    /// A word that steers.
    Steers(Reply),
}

/// Asks until there is an answer or a word that steers; says what would be right where something is wrong.
pub fn read(asked: &Asked, case: &Case, world: &mut World<'_>) -> Result<Reply, Stop> {
    let mut choices = Choices::of(&asked.question.kind);
    let mut page = Page::new(world.stdout.colour);
    offer(&asked.question.kind, &choices, &mut page);
    world.stdout.print(&page.finish())?;
    loop {
        let typed = match line(asked, case, &prompt(&asked.question.kind), world)? {
            Typed::Steers(reply) => return Ok(reply),
            Typed::Text(typed) => typed,
        };
        let answer = match &asked.question.kind {
            Kind::OneOf(list) => match choices.choose(&typed, list) {
                Choosing::Chosen(id) => answer::parse(&asked.question, &id).map_err(|error| error.to_string()),
                Choosing::Several => {
                    let mut page = Page::new(world.stdout.colour);
                    choices.list(list, &mut page);
                    world.stdout.print(&page.finish())?;
                    continue;
                }
                Choosing::None => {
                    Err(format!("no choice holds `{typed}`: type a number that is shown, or part of a code or word"))
                }
            },
            Kind::List(fields) => return list::read(fields, typed, asked, case, world),
            kind => answer::parse(&asked.question, &answer::forgiving(kind, &typed)).map_err(|error| error.to_string()),
        };
        match answer {
            Ok(answer) => return Ok(Reply::Answer(answer)),
            Err(wrong) => complain(&wrong, world)?,
        }
    }
}

fn offer(kind: &Kind, choices: &Choices, page: &mut Page) {
    match kind {
        Kind::OneOf(list) => choices.list(list, page),
        Kind::List(_) => {
            page.aside(0, "One after another; Enter when there are no more, none if there is none at all.")
        }
        _ => {}
    }
}

fn prompt(kind: &Kind) -> String {
    match kind {
        Kind::YesNo => "yes or no> ".to_owned(),
        Kind::Money { .. } => "pounds> ".to_owned(),
        Kind::Date => "date (2026-04-01)> ".to_owned(),
        Kind::OneOf(_) => "choice> ".to_owned(),
        Kind::Text => "text> ".to_owned(),
        Kind::List(fields) => format!("{} (1)> ", fields.first().map_or("item", |field| field.ask.as_str())),
    }
}

/// Reads a line, and deals with words that ask for help.
pub fn line(asked: &Asked, case: &Case, prompt: &str, world: &mut World<'_>) -> Result<Typed, Stop> {
    loop {
        let Some(typed) = prompt::line(world, prompt)? else { return Ok(Typed::Steers(Reply::Quit)) };
        let mut page = Page::new(world.stdout.colour);
        match typed.to_lowercase().as_str() {
            "" | "skip" => return Ok(Typed::Steers(Reply::Skip)),
            "back" => return Ok(Typed::Steers(Reply::Back)),
            "quit" | "exit" => return Ok(Typed::Steers(Reply::Quit)),
            "?" | "help" => question::help(asked, &mut page),
            "why" | "why?" => question::why(asked, case, &mut page),
            _ => return Ok(Typed::Text(typed)),
        }
        world.stdout.print(&page.finish())?;
    }
}

/// Says what is wrong with what was typed.
pub fn complain(wrong: &str, world: &mut World<'_>) -> Result<(), Stop> {
    let mut page = Page::new(world.stdout.colour);
    page.inked_item(2, "! ", Ink::Bad, wrong);
    world.stdout.print(&page.finish())
}
