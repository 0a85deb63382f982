//! `psr approve`: somebody approves a case as it stands.

use clap::Args;
use psr_rules::pack::model::GroundKind;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem};
use crate::settings;
use crate::terminal::list::count;
use crate::terminal::screen::Screen;
use crate::world::World;

/// Approve a case as it stands
///
/// Records what the answers lead to, as final, and then the approval with the head it is given for. Anything that replaces an answer afterwards overtakes
/// the approval. What is approved is what is on record: run `psr show` and `psr check` first.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  psr --actor \"Sam Roe\" approve AUD-2026 --as \"Director of Commissioning\"")]
pub struct Approve {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Approve in this role
    #[arg(long = "as", value_name = "ROLE")]
    role: Option<String>,
    /// Sign the approval with a personal key (not available yet)
    #[arg(long, value_name = "KEY")]
    sign: Option<String>,
}

/// Records an approval.
pub fn run(arguments: &Approve, common: &Common, world: &mut World<'_>) -> Outcome {
    if arguments.sign.is_some() {
        let hint = "leave --sign out: the approval is then recorded as by --actor, and the register's own key signs the record";
        return Err(Problem::new("this version cannot sign approvals with a personal key yet", hint).into());
    }
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    warn_of_gaps(&case, world)?;
    let actor = settings::actor(common, world)?;
    let recorded = casebook.approve(&case, arguments.role.clone(), &mut settings::acting(&actor, world))?;
    let state = &recorded.case.state;
    let approved = state.approvals.last().map(|approval| approval.what.head.clone()).unwrap_or_default();
    let role = arguments.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let reference = &state.opened.what.reference;
    let text = format!(
        "Case {reference} is recorded as approved by {actor}{role} (entry {}), at head {approved}.\n",
        state.head
    );
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

/// Says what a review would find missing; the approval is the approver's all the same.
fn warn_of_gaps(case: &psr_casefile::casebook::Case, world: &mut World<'_>) -> Result<(), crate::failure::Stop> {
    let record = psr_casefile::record::decision_record(case)?;
    let today = psr_casefile::time::london_day((world.clock)());
    let gaps = psr_casefile::check::check(case, &record, today)?;
    for breach in gaps.iter().filter(|gap| gap.blocks && gap.stage.is_some() && gap.ground == GroundKind::Law) {
        let provisions = breach.provisions.join(", ");
        let text = format!("{} ({provisions}); no approval makes that lawful", breach.message.trim_end_matches('.'));
        Screen::new(&mut world.stderr).warning(&text);
    }
    // That nobody has approved yet is being mended: it rests on no law.
    let blocking = gaps.iter().filter(|gap| gap.blocks && gap.ground == GroundKind::Law).count();
    if blocking > 0 {
        let reference = &case.state.opened.what.reference;
        let gaps = count(blocking, "gap", "gaps");
        Screen::new(&mut world.stderr)
            .warning(&format!("a review would find {gaps} in what is approved: see `psr check {reference}`"));
    }
    Ok(())
}
