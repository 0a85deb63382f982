//! What both verifications found, in words for a terminal.

use psr_casefile::verification::Verified;

use crate::failure::{Problem, Stop};
use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};
use crate::terminal::screen::Screen;
use crate::world::World;

/// Every kind of proof that may be missing, by the name under which it can be required.
const REQUIREMENTS: [&str; 10] = [
    "anchors",
    "attached",
    "authorship",
    "completeness",
    "outside-checkpoint",
    "pinned-key",
    "replay",
    "signature",
    "time",
    "withheld",
];

/// Puts the report into words.
pub fn text(verified: &Verified, name: &str, colour: bool) -> String {
    let mut page = Page::new(colour);
    let faults = count(verified.faults.len(), "fault", "faults");
    let found = if verified.sound {
        page.paint(Ink::Good, "Sound")
    } else {
        page.paint(Ink::Bad, &format!("Not sound, {faults}"))
    };
    page.line(&format!("{found}: {name}"));
    page.pair("Entries", 9, &verified.entries.to_string());
    page.pair("Head", 9, &verified.head);
    if verified.replayed > 0 {
        page.pair(
            "Replayed",
            9,
            &format!("{} taken again", count(number(verified.replayed), "determination", "determinations")),
        );
    }
    if !verified.signatures.is_empty() {
        page.heading("Signed approvals");
    }
    for it in &verified.signatures {
        let known = if it.known { ", which the list of signers says is theirs" } else { "" };
        page.item(2, "- ", &format!("entry {}: signed by {} with key {}{known}", it.position, it.name, it.key));
    }
    if !verified.faults.is_empty() {
        page.heading("Faults");
    }
    for fault in &verified.faults {
        let place = fault.position.map_or_else(|| "the register".to_owned(), |position| format!("entry {position}"));
        page.inked_item(2, "! ", Ink::Bad, &format!("{place} ({}): {}", fault.kind, fault.message));
    }
    if !verified.warnings.is_empty() {
        page.heading("Odd, but no fault by itself");
    }
    verified.warnings.iter().for_each(|warning| page.inked_item(2, "- ", Ink::Open, warning));
    page.heading("Not proved");
    verified.not_proved.iter().for_each(|missing| page.item(2, "- ", missing));
    page.finish()
}
fn number(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Says what is odd beside a report that other programs read.
pub fn warn(verified: &Verified, world: &mut World<'_>) {
    let mut screen = Screen::new(&mut world.stderr);
    verified.warnings.iter().for_each(|warning| screen.warning(warning));
}

/// Refuses a requirement that no report could ever name.
pub fn check_requirements(required: &[String]) -> Result<(), Stop> {
    let unknown: Vec<Problem> = required
        .iter()
        .filter(|kind| !REQUIREMENTS.contains(&kind.as_str()))
        .map(|kind| {
            Problem::new(
                format!("`{kind}` is nothing that can be required"),
                format!("there are: {}", REQUIREMENTS.join(", ")),
            )
        })
        .collect();
    if unknown.is_empty() { Ok(()) } else { Err(unknown.into()) }
}
