//! `psr checkpoint`: the register's signed head, for somebody outside to keep.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use psr_recorder::{Checkpoint as Head, Register, VerifierKey, note};
use psr_renderer::figure::code::Code;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::settings;
use crate::terminal::page::Page;
use crate::terminal::screen::Screen;
use crate::words::minute;
use crate::world::World;

/// Print the register's checkpoint, for a board paper or a mailbox outside
///
/// A checkpoint says how many entries the register holds and sums all of them up in one signed line. Whoever keeps one outside the register can show
/// later whether anything recorded up to then was changed, taken out or put in: `psr verify REGISTER --prior FILE`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr checkpoint                              for a board paper, with a code to scan
  psr checkpoint --as note -o 2026-04.note    the bytes that --prior takes
  psr checkpoint --as svg -o 2026-04.svg      the code as a picture
  psr checkpoint --keep --as note             for a job that runs every day")]
pub struct Checkpoint {
    /// Write it in this form
    #[arg(long = "as", value_enum, default_value_t, value_name = "FORM")]
    form: Form,
    /// Write it to this new file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep the head as a checkpoint in the register too; needs the register's key
    #[arg(long)]
    keep: bool,
}

/// In which form a checkpoint is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Form {
    /// Words, the signed note and a code to scan.
    #[default]
    Text,
    /// A picture of the code.
    Svg,
    /// The signed note alone.
    Note,
}

/// Prints the checkpoint, and keeps it where that was asked for.
pub fn run(arguments: &Checkpoint, common: &Common, world: &mut World<'_>) -> Outcome {
    let casebook =
        if arguments.keep { settings::open_write(common, world)? } else { settings::open_read(common, world)? };
    let mut casebook = casebook;
    if arguments.keep {
        keep(casebook.register_mut(), world)?;
    }
    let register = casebook.register();
    let signed = register.signed_head()?;
    let head = note::open(&signed).and_then(|note| Head::parse(&note.text));
    let head = head.ok_or_else(|| {
        Problem::new("the register's newest checkpoint cannot be read", "run `psr verify` for every fault")
    })?;
    let code =
        Code::of(&signed).ok_or_else(|| Problem::new("the checkpoint is too long for a code", "use --as note"))?;
    let written = match arguments.form {
        Form::Note => signed,
        Form::Svg => code.to_svg(&title(&head), &description(&head, register.keys().in_charge(head.size))),
        Form::Text => {
            let colour = world.stdout.colour && arguments.output.is_none();
            page(&head, register.keys().in_charge(head.size), &signed, &code, world, colour)
        }
    };
    match &arguments.output {
        None => world.stdout.print(&written)?,
        Some(path) => {
            let mut file = std::fs::File::create_new(path).map_err(io("write the checkpoint", path))?;
            std::io::Write::write_all(&mut file, written.as_bytes()).map_err(io("write the checkpoint", path))?;
            Screen::new(&mut world.stderr).note(&format!("written to {}", path.display()));
        }
    }
    Ok(Exit::Done)
}

/// Keeps the head; where nothing was recorded since one was kept, that one stands.
fn keep(register: &mut Register, world: &mut World<'_>) -> Result<(), Stop> {
    let size = register.size()?;
    let earlier = register.kept_checkpoint(Some(size))?;
    register.keep_checkpoint((world.clock)())?;
    let said = match earlier {
        None => format!("the checkpoint over {size} entries is kept in the register"),
        Some(earlier) => {
            format!("nothing was recorded since the checkpoint that was kept at {}; it stands", earlier.at)
        }
    };
    Screen::new(&mut world.stderr).note(&said);
    Ok(())
}

fn title(head: &Head) -> String {
    format!("Checkpoint of the register {} over {} entries", head.origin, head.size)
}

fn description(head: &Head, key: &VerifierKey) -> String {
    format!("A QR code that holds the signed note. Root {}, key {}.", head.root.base64(), key.fingerprint())
}

fn page(head: &Head, key: &VerifierKey, signed: &str, code: &Code, world: &World<'_>, colour: bool) -> String {
    let mut page = Page::new(colour);
    page.heading(&title(head));
    page.blank();
    page.line(&format!("Register  {}", head.origin));
    page.line(&format!("Entries   {}", head.size));
    page.line(&format!("Root      {}", head.root.base64()));
    page.line(&format!("Printed   {}", minute((world.clock)())));
    page.line(&format!("Key       {}", key.fingerprint()));
    page.blank();
    page.paragraph(0, "The root sums up every entry the register holds at this moment. Put this page into a board paper, or send it to a mailbox outside the register: whoever has it can show later whether anything recorded up to now was changed, taken out or put in. It tells nothing of what the entries say.");
    page.blank();
    page.paragraph(
        0,
        "To check later, save the lines between the rules, or what the code below scans to, as a file, and run:",
    );
    page.blank();
    page.line("  psr verify REGISTER --prior FILE");
    page.heading("The signed note");
    page.line("--------------------------------------------------------------------------------");
    signed.lines().for_each(|line| page.line(line));
    page.line("--------------------------------------------------------------------------------");
    page.heading("The same as a code");
    page.finish() + &code.to_blocks(colour)
}
