//! `psr anchor list`: the proofs that are kept.

use psr_recorder::anchor::{Trusted, check};

use super::List;
use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::settings;
use crate::terminal::page::Page;
use crate::words::minute;
use crate::world::World;

/// Lists the proofs with what each shows; exit 1 when one is not what it should be.
pub(super) fn run(arguments: &List, common: &Common, world: &mut World<'_>) -> Outcome {
    let trusted = Trusted { authorities: arguments.trust.authorities()?, witnesses: arguments.witnesses.clone() };
    let casebook = settings::open_read(common, world)?;
    let register = casebook.register();
    let mut page = Page::new(world.stdout.colour);
    let mut exit = Exit::Done;
    let anchors = register.anchors()?;
    if anchors.is_empty() {
        page.line("No proof from outside is kept.");
    }
    for anchor in anchors {
        let kept = register.kept_checkpoint(Some(anchor.size))?;
        let found = match &kept {
            Some(kept) => check(&anchor.kind, &anchor.body, &kept.note, &trusted),
            None => Err("the register keeps no checkpoint of that size".to_owned()),
        };
        let over = format!("{} over {} entries", anchor.kind, anchor.size);
        match found {
            Ok(finding) => {
                let at = finding.at.map(|at| format!(", {}", minute(at))).unwrap_or_default();
                page.item(0, "- ", &format!("{over}: by “{}”{at}", finding.by));
                finding.unproved.iter().for_each(|unproved| page.aside(2, &format!("not shown: {unproved}")));
            }
            Err(reason) => {
                exit = Exit::FoundWrong;
                page.item(0, "- ", &format!("{over}: not sound: {reason}"));
            }
        }
    }
    world.stdout.print(&page.finish())?;
    Ok(exit)
}
