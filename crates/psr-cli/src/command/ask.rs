//! `psr ask`: the interview, as plain line prompts.

mod choices;
mod end;
mod list;
mod offer;
mod question;
mod reply;
mod sitting;

use clap::Args;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::settings;
use crate::terminal::list::and;
use crate::terminal::page::Page;
use crate::world::World;

use sitting::{Sitting, Went};

/// Go through the questions of a case that can still matter
///
/// Asks one question after another, in an order that keeps them few, and records each answer at once with its reasons. Stop at any time; run it again to go
/// on. At any question, `?` shows help, `why` the reason it is asked, `back` returns to the one before to correct it, `skip` sets it aside as not known
/// yet, and `quit` stops; in the middle of a list it asks whether the items that are complete are the answer.
///
/// In a case with lots, what counts for all of them comes first; then each lot is gone through, with what was skipped or arises for some lots only.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  psr --actor \"Jo Bloggs\" ask AUD-2026")]
pub struct Ask {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Answer for this lot alone
    #[arg(long)]
    lot: Option<String>,
}

/// Holds the interview.
pub fn run(arguments: &Ask, common: &Common, world: &mut World<'_>) -> Outcome {
    let casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    if let Some(entry) = case.state.closed {
        let reference = &case.state.opened.what.reference;
        let hint = "open a new case if the matter goes on; `psr show` says where this one stood";
        return Err(Problem::new(
            format!("case {reference} is closed (entry {entry}), so nothing more can be recorded in it"),
            hint,
        )
        .into());
    }
    let lot = arguments.lot.as_deref().map(|name| lot(name, &case.state.opened.what.lots)).transpose()?;
    let actor = settings::actor(common, world)?;
    let mut sitting = Sitting::new(casebook, case, lot, actor);
    greet(&sitting, world)?;
    while let Some(asked) = sitting.next()? {
        if sitting.put(&asked, world)? == Went::Ended {
            break;
        }
    }
    let text = end::say(&sitting, world.stdout.colour)?;
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

fn lot(name: &str, lots: &[String]) -> Result<usize, Stop> {
    let place = lots.iter().position(|lot| lot == name);
    place.map(|place| place + 1).ok_or_else(|| {
        let hint = if lots.is_empty() {
            "this case has no lots".to_owned()
        } else {
            format!("its lots are {}", lots.join(", "))
        };
        Problem::new(format!("there is no lot `{name}`"), hint).into()
    })
}

fn greet(sitting: &Sitting, world: &mut World<'_>) -> Result<(), Stop> {
    let opened = &sitting.case.state.opened.what;
    let mut page = Page::new(world.stdout.colour);
    page.heading(&format!("{} ({})", opened.title, opened.reference));
    page.paragraph(0, &format!("Each answer is recorded at once, as by {}.", sitting.actor));
    page.paragraph(0, "Type ? for help with a question, why for the reason it is asked, back to correct the one before, skip if it is not known yet, quit to stop.");
    if sitting.lot.is_none() && !opened.lots.is_empty() {
        page.paragraph(
            0,
            &format!(
                "First comes what counts for every lot. Then {} are gone through one after another, with what was skipped or arises for some of them only; --lot keeps to one.",
                and(&opened.lots)
            ),
        );
    }
    world.stdout.print(&page.finish())
}
