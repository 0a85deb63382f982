//! What the ledger of the case's contract offers at a question: taken with Enter, or left.

use psr_casefile::contract::Offer;
use psr_rules::answer::Answer;
use psr_rules::money::Pence;

use super::reply::complain;
use crate::failure::Stop;
use crate::terminal::page::Page;
use crate::terminal::prompt;
use crate::world::World;

/// What somebody made of an offer.
pub enum Taken {
    /// They take it: the answer, and the reason to record with it.
    Yes(Answer, String),
    /// They answer themselves.
    No,
    /// The end of input.
    Ended,
}

/// Says what the ledger offers, and asks whether it is taken.
pub fn ask(offer: &Offer, world: &mut World<'_>) -> Result<Taken, Stop> {
    let mut page = Page::new(world.stdout.colour);
    let so_far = if offer.adds_change { ", without the change that is being decided" } else { "" };
    page.paragraph(0, &format!("The ledger of contract {} says {}{so_far}.", offer.contract, offer.sum));
    world.stdout.print(&page.finish())?;
    let question = if offer.adds_change {
        "Add this change, in pounds (no: answer without the ledger)> "
    } else {
        "Press Enter to take it (no: answer without the ledger)> "
    };
    loop {
        let Some(typed) = prompt::line(world, question)? else { return Ok(Taken::Ended) };
        let change = match typed.as_str() {
            "no" => return Ok(Taken::No),
            "" if offer.adds_change => return Ok(Taken::No),
            "" | "yes" if !offer.adds_change => Pence::default(),
            sum if offer.adds_change => match Pence::parse(sum) {
                Ok(sum) => sum,
                Err(error) => {
                    complain(&error.to_string(), world)?;
                    continue;
                }
            },
            _ => {
                complain("press Enter to take it, or type no", world)?;
                continue;
            }
        };
        let (sum, reason) = offer.answer(change);
        return Ok(Taken::Yes(Answer::Money(sum), reason));
    }
}
