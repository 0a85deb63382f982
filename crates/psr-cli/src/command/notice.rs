//! `psr notice`: notices as they were published.

mod text;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use psr_casefile::notice_check::{self, NoticeReport};
use psr_renderer::document::text::printable;
use psr_rules::facts;
use psr_rules::pack::model::Pack;
use serde::Serialize;

use crate::cli::{Format, PackChoice};
use crate::exit::Exit;
use crate::failure::{Outcome, Stop};
use crate::world::World;
use crate::{input, json, refusal};

/// Look at notices as they were published
#[derive(Debug, Subcommand)]
pub enum Notice {
    Check(Check),
}

/// Say what is missing, impossible or inconsistent in a published notice
///
/// A notice is held against its schedule, the days that follow from its publication, and its own words. What is found is a defect (against the law), a
/// doubt (it may be, or a review is likely to ask) or a note, each with its ground: the law, guidance, or practice. Ends with 1 if there is a defect.
/// That nothing is found does not show that a notice is lawful: a program reads words, not what is behind them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr notice check release.json
  psr notice check - --format json < notice.txt
  psr notice check - <<'END'
  published: 2026-03-12 14:45
  authority: NHS Example ICB
  cpv: 85143000
  start: 2026-04-01
  end: 2027-03-31

  The text of the notice as it was published, with as many lines as it has.
  END

A file is OCDS JSON (a release, a package of releases or of records), or text under a header of `key: value` lines that ends with an empty line or `---`.
Keys: authority, awarded, change-in-value, conflicts, conflicts-managed, cpv, deadline, decided, decision-makers, description, effective, end,
first-notice-published, intention-published, legal-basis, method, modified, provider, provider-address, published, reasons, reference, signed, start,
term, title, value, weights; notice: the kind, where the text does not say it; extract: yes, with seen: [parts], where only some of a notice is at hand.
A key that the header does not know is refused; a key of OCDS that is not looked at is passed over.")]
pub struct Check {
    /// The notice, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Take the notice for an extract: what it does not show is not reported as missing
    #[arg(long)]
    extract: bool,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    pack: PackChoice,
}

#[derive(Serialize)]
struct Checked<'p> {
    pack: PackName<'p>,
    sound: bool,
    notices: Vec<NoticeReport>,
}

#[derive(Serialize)]
struct PackName<'p> {
    id: &'p str,
    version: &'p str,
    digest: String,
}

/// Runs the command that was given.
pub fn run(arguments: &Notice, world: &mut World<'_>) -> Outcome {
    match arguments {
        Notice::Check(arguments) => check(arguments, world),
    }
}

fn check(arguments: &Check, world: &mut World<'_>) -> Outcome {
    let rulebook = psr_casefile::casebook::load_pack(&input::pack(&arguments.pack)?)?;
    let pack = rulebook.pack();
    let (name, bytes) = input::given(&arguments.file, world)?;
    let notices = facts::read_published(&name, &bytes, pack);
    let notices = notices.map_err(|found| Stop::from(refusal::diagnostics(&found)))?;
    let checks = pack.notice_checks.iter();
    let reports: Vec<NoticeReport> = checks
        .flat_map(|checks| {
            notices.iter().map(move |notice| {
                let notice = facts::PublishedNotice { extract: notice.extract || arguments.extract, ..notice.clone() };
                shown(notice_check::check(pack, checks, &notice))
            })
        })
        .collect();
    let sound = reports.iter().all(|report| report.sound);
    match arguments.format {
        Format::Json => json::print(world, &checked(pack, sound, reports), Exit::found(!sound)),
        Format::Text => {
            world.stdout.print(&text::say(&reports, world.stdout.colour))?;
            Ok(Exit::found(!sound))
        }
    }
}

fn checked(pack: &Pack, sound: bool, notices: Vec<NoticeReport>) -> Checked<'_> {
    let name = PackName { id: &pack.about.id, version: &pack.about.version, digest: pack.digest.to_string() };
    Checked { pack: name, sound, notices }
}

/// Shows by their number the characters of a notice that may not be printed as they are.
fn shown(mut report: NoticeReport) -> NoticeReport {
    for finding in &mut report.findings {
        finding.says = printable(&finding.says);
        finding.next = printable(&finding.next);
        finding.quote = finding.quote.as_deref().map(printable);
    }
    report
}
