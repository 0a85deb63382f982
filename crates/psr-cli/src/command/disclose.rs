//! `psr disclose`: part of a case is given to somebody who asks, what is withheld is said with its ground, and that it was given is put on record.

mod given;
mod write;

use std::path::PathBuf;

use clap::Args;
use psr_casefile::casebook::{Case, disclosure_kind};
use psr_casefile::disclosure::{Decided, Disclosing, decide, propose, providers};
use psr_recorder::Entry;
use psr_rules::facts::{DisclosurePlan, read_disclosure_plan};
use psr_rules::pack::model::{DisclosureKind, Disclosures};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::refusal::diagnostics;
use crate::terminal::screen::Screen;
use crate::world::World;
use crate::{input, settings};

/// Give part of a case to somebody who asks, in a file that still verifies
///
/// First let it propose a plan: every entry that is due, given unless something speaks against it. What names others than the one who asks, and every file, is left
/// for you to decide; what is privileged stays out. Then decide each entry in the plan: given, or withheld on a ground that the rule pack knows, with an explanation.
/// With the plan it writes the bundle, with a schedule of what is given and withheld, and puts on record what was given to whom, and when.
///
/// Every header of the case is in the bundle, so that it verifies; of what is withheld only a salted digest is. Nothing is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr disclose AUD-2026 --to \"Example Hearing Ltd\" --propose plan.yaml
  psr disclose AUD-2026 --to \"Example Hearing Ltd\" --plan plan.yaml --dry-run
  psr disclose AUD-2026 --to \"Example Hearing Ltd\" --plan plan.yaml -o for-example-hearing.zip")]
pub struct Disclose {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Give it to this person or organisation
    #[arg(long, value_name = "NAME")]
    to: String,
    /// Disclose on this basis [default: the rule pack's first kind of disclosure]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Name the request that it answers
    #[arg(long, value_name = "REFERENCE")]
    for_request: Option<String>,
    /// Write a plan to be decided in to this file, which may not exist yet
    #[arg(long, value_name = "FILE", conflicts_with_all = ["plan", "output"])]
    propose: Option<PathBuf>,
    /// Take what is decided from this plan
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Write the bundle to this file, which may not exist yet
    #[arg(short, long, value_name = "BUNDLE")]
    output: Option<PathBuf>,
    /// Show the plan that would be proposed, or the schedule that would go with the bundle; write and record nothing
    #[arg(long, conflicts_with = "propose")]
    dry_run: bool,
}

/// Proposes a plan, or discloses by one.
pub fn run(arguments: &Disclose, common: &Common, world: &mut World<'_>) -> Outcome {
    let to = given::name(&arguments.to, "--to")?;
    let request = arguments.for_request.as_deref().map(|request| given::name(request, "--for-request")).transpose()?;
    match (&arguments.plan, &arguments.output) {
        (None, None) if arguments.dry_run || arguments.propose.is_some() => {
            propose_plan(arguments, &to, request.as_deref(), common, world)
        }
        (Some(plan), _) if arguments.dry_run => write::show(arguments, plan, &to, common, world),
        (Some(plan), Some(output)) => write::disclose(arguments, (plan, output), &to, common, world),
        (Some(_), None) => Err(Problem::new(
            "it is not said where the bundle goes",
            "name a new file with -o, or look first with --dry-run",
        )
        .into()),
        (None, _) => {
            let hint = "let it write one with --propose FILE, decide in it, and give it with --plan FILE";
            Err(Problem::new("nothing is disclosed without a plan that says what is given and what is withheld", hint)
                .into())
        }
    }
}

fn propose_plan(
    arguments: &Disclose,
    to: &str,
    request: Option<&str>,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let (casebook, case) = settings::open_case(common, world, &arguments.case)?;
    let entries = casebook.to_disclose(&case)?;
    let (disclosures, kind) = disclosure_kind(&case, arguments.kind.as_deref())?;
    let disclosing = Disclosing { case: &case, entries: &entries, disclosures, kind };
    let proposal = propose(&disclosing, to, request);
    match &arguments.propose {
        None => world.stdout.print(&proposal.to_yaml())?,
        Some(path) => {
            given::write_new(path, proposal.to_yaml().as_bytes())?;
            world.stdout.print(&format!("{}\n", path.display()))?;
        }
    }
    let mut screen = Screen::new(&mut world.stderr);
    let named = providers(&disclosing);
    if !named.is_empty() && !named.iter().any(|name| name.eq_ignore_ascii_case(to)) {
        screen.note("the case names no provider of that name, so what names any provider is left to be decided");
    }
    let open = proposal.entries.iter().filter(|entry| entry.privileged.is_none()).flat_map(|entry| &entry.parts);
    let open = open.filter(|part| part.why_ask.is_some()).count();
    screen.note(&format!(
        "{} to decide on; {open} of their parts are left undecided",
        crate::terminal::list::count(proposal.entries.len(), "entry", "entries")
    ));
    Ok(Exit::Done)
}

/// A plan that was read and held against its case.
struct Planned<'c> {
    disclosures: &'c Disclosures,
    kind: &'c DisclosureKind,
    decided: Decided,
}

/// Reads a plan and holds it against the case; everything that is wrong is said at once.
fn planned<'c>(
    arguments: &Disclose,
    plan: &std::path::Path,
    to: &str,
    (case, entries): (&'c Case, &'c [Entry]),
) -> Result<Planned<'c>, Stop> {
    let name = plan.display().to_string();
    let bytes =
        input::bounded(plan, psr_rules::facts::INPUT_LIMIT).map_err(crate::failure::io("read the plan", plan))?;
    let read = read_disclosure_plan(&name, &bytes, case.rulebook.pack());
    let plan: DisclosurePlan = read.map_err(|found| Stop::from(diagnostics(&found)))?;
    let (disclosures, kind) = disclosure_kind(case, Some(plan.kind.as_str()))?;
    let mut problems = given::differences(arguments, &plan, to, &name);
    let disclosing = Disclosing { case, entries, disclosures, kind };
    let decided = decide(&disclosing, &plan);
    problems.extend(decided.as_ref().err().into_iter().flatten().map(|fault| given::problem(fault, &name)));
    match decided {
        Ok(decided) if problems.is_empty() => Ok(Planned { disclosures, kind, decided }),
        _ => Err(problems.into()),
    }
}
