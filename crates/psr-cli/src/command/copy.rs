//! `psr copy`: moves a register from one store to the other, byte for byte.

use clap::Args;
use psr_recorder::store;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::Outcome;
use crate::settings;
use crate::terminal::page::Page;
use crate::terminal::progress::Progress;
use crate::world::World;

/// Copy a register from a folder to a server, or back, byte for byte
///
/// Every line, disclosure, checkpoint, proof from outside, pack and file of evidence, from one state of the register. The copy has the same name and the
/// same key, so only one of the two may be written from then on: retire the other before anybody records anything.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr copy my-register postgres://owner@db.example.nhs.uk/psr
  psr copy postgres://owner@db.example.nhs.uk/psr?schema=psr my-register")]
pub struct Copy {
    /// The register to copy
    #[arg(value_name = "FROM")]
    from: String,
    /// Where to copy it: a folder or an address that holds no register
    #[arg(value_name = "TO")]
    to: String,
}

/// Copies.
pub fn run(arguments: &Copy, _common: &Common, world: &mut World<'_>) -> Outcome {
    let from = settings::place(&arguments.from, world)?;
    let to = settings::place(&arguments.to, world)?;
    let mut progress = Progress::new(world, "copying entries");
    let head = store::copy(&from, &to, &mut |done, of| progress.at(done, of))?;
    drop(progress);
    let mut page = Page::new(false);
    page.line(&format!("Copied    {from}"));
    page.line(&format!("To        {to}"));
    page.blank();
    page.paragraph(0, "The signed head of both:");
    head.lines().for_each(|line| page.line(&format!("  {line}")));
    page.blank();
    page.paragraph(0, "Both have one name and one key: record in one of them only, and put the other away.");
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}
