//! `psr approve`: somebody approves a case, refuses to, or takes an approval back.

mod sign;

use std::path::PathBuf;

use clap::Args;
use psr_casefile::casebook::{ApprovalGiven, Case, Casebook, Recorded};
use psr_casefile::signoff;
use psr_rules::pack::model::GroundKind;

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Stop};
use crate::terminal::list::count;
use crate::terminal::screen::Screen;
use crate::world::World;
use crate::{input, settings};

/// Approve a case, refuse to, or take an approval back
///
/// Approves the draft that was submitted or, where none was, the case as it stands: what the answers lead to is then first recorded as final. The approval names
/// the head it is given for. Anything that replaces what was approved overtakes it: run `psr show` and `psr check` before and after.
///
/// An approval is recorded as given by --actor, and nothing more. With --sign KEY the approver signs it with an SSH key of their own, which `psr verify` checks:
/// an ed25519 key is read here; one that has a passphrase, and the .pub half of one that an agent or a token holds, is given to OpenSSH's ssh-keygen, which asks
/// for what it needs. Where a key never comes near this machine, --statement prints the text to sign, and --signature records what was signed.
///
/// With --refuse no approval stands until a draft is submitted again. With --withdraw the last approval of whoever acts is taken back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr --actor \"Sam Roe\" approve AUD-2026 --as \"Director of Commissioning\" --under \"Scheme of delegation, 4.2\"
  psr --actor \"Sam Roe\" approve AUD-2026 --as \"Director of Commissioning\" --sign ~/.ssh/id_ed25519
  psr --actor \"Sam Roe\" approve AUD-2026 --statement > approval.txt
  ssh-keygen -Y sign -n psr-approval@psr -f ~/.ssh/id_ed25519_sk approval.txt
  psr --actor \"Sam Roe\" approve AUD-2026 --signature approval.txt.sig
  psr approve AUD-2026 --refuse --reason \"The second offer was not costed.\"")]
pub struct Approve {
    /// The case: its id, the start of its id, or its reference
    case: String,
    /// Approve in this role
    #[arg(long = "as", value_name = "ROLE")]
    role: Option<String>,
    /// Say under what delegation or scheme
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["refuse", "withdraw"])]
    under: Option<String>,
    /// Sign the approval with the SSH key in this file
    #[arg(long, value_name = "KEY", group = "how")]
    sign: Option<PathBuf>,
    /// Print the text that an approver would sign, and approve nothing yet
    #[arg(long, group = "how")]
    statement: bool,
    /// Record the approval with this signature of the statement
    #[arg(long, value_name = "FILE", group = "how")]
    signature: Option<PathBuf>,
    /// Refuse to approve
    #[arg(long, group = "how", requires = "reason")]
    refuse: bool,
    /// Take back the last approval of whoever acts
    #[arg(long, group = "how")]
    withdraw: bool,
    /// Say why it is refused or taken back
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Records an approval, a refusal, or that an approval is taken back; or prints what would be signed.
pub fn run(arguments: &Approve, common: &Common, world: &mut World<'_>) -> Outcome {
    if arguments.reason.is_some() && !arguments.refuse && !arguments.withdraw {
        let hint =
            "reasons for the decision itself belong to its answers: psr answer CASE QUESTION VALUE --reason TEXT";
        return Err(crate::failure::Problem::new("--reason is for --refuse and --withdraw", hint).into());
    }
    let mut casebook = settings::open_write(common, world)?;
    let case = casebook.case(&arguments.case)?;
    if arguments.refuse {
        return refuse(arguments, &case, &mut casebook, common, world);
    }
    if arguments.withdraw {
        return withdraw(arguments, &case, &mut casebook, common, world);
    }
    warn_of_gaps(&case, world)?;
    let actor = settings::actor(common, world)?;
    let given = ApprovalGiven { role: arguments.role.clone(), under: arguments.under.clone() };
    if arguments.statement {
        let (_, statement) = casebook.statement(&case, &given, &mut settings::acting(&actor, world))?;
        world.stdout.print(&statement.text())?;
        return Ok(Exit::Done);
    }
    let recorded = approve(arguments, &given, &case, &mut casebook, &actor, world)?;
    world.stdout.print(&approved(&recorded.case, &actor))?;
    Ok(Exit::Done)
}

fn approve(
    arguments: &Approve,
    given: &ApprovalGiven,
    case: &Case,
    casebook: &mut Casebook,
    actor: &str,
    world: &mut World<'_>,
) -> Result<Recorded, Stop> {
    let mut signer: sign::Signer = match (&arguments.sign, &arguments.signature) {
        (Some(key), _) => sign::signer(key, world)?,
        (_, Some(path)) => {
            let text = input::text(path)?;
            Box::new(move |_| Ok(text.clone()))
        }
        (None, None) => return casebook.approve_with(case, given, None, &mut settings::acting(actor, world)),
    };
    casebook.approve_with(case, given, Some(&mut *signer), &mut settings::acting(actor, world))
}

/// Says what is on record now, and what is still missing.
fn approved(case: &Case, actor: &str) -> String {
    let standing = signoff::standing(case);
    let Some(approval) = standing.approvals.last() else { return String::new() };
    let reference = &case.state.opened.what.reference;
    let role = approval.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let how = match approval.signed.as_ref().and_then(|signed| signed.key.as_ref()) {
        Some(key) => format!("is approved and signed by {actor}{role}, with key {key}"),
        None => format!("is recorded as approved by {actor}{role}"),
    };
    let mut text = format!("Case {reference} {how} (entry {}), at head {}.\n", approval.entry, approval.head);
    let missing: Vec<String> =
        standing.needed.iter().filter(|needed| needed.approval.is_none()).map(|needed| needed.role.clone()).collect();
    if !missing.is_empty() {
        text.push_str(&format!("Still to approve: {}.\n", crate::terminal::list::and(&missing)));
    }
    text
}

fn refuse(
    arguments: &Approve,
    case: &Case,
    casebook: &mut Casebook,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let actor = settings::actor(common, world)?;
    let reason = arguments.reason.clone().unwrap_or_default();
    let role = arguments.role.clone();
    let recorded = casebook.refuse_approval(case, role, &reason, &mut settings::acting(&actor, world))?;
    let state = &recorded.case.state;
    let reference = &state.opened.what.reference;
    let text = format!(
        "It is on record that {actor} refused to approve case {reference} (entry {}). No approval stands until it is submitted again.\n",
        state.head
    );
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

fn withdraw(
    arguments: &Approve,
    case: &Case,
    casebook: &mut Casebook,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let actor = settings::actor(common, world)?;
    let (role, reason) = (arguments.role.as_deref(), arguments.reason.clone());
    let recorded = casebook.withdraw_approval(case, role, reason, &mut settings::acting(&actor, world))?;
    let state = &recorded.case.state;
    let taken = state.approvals_withdrawn.last().map(|taken| taken.what.approval).unwrap_or_default();
    let reference = &state.opened.what.reference;
    let text = format!("{actor} took back the approval of case {reference} in entry {taken} (entry {}).\n", state.head);
    world.stdout.print(&text)?;
    Ok(Exit::Done)
}

/// Says what a review would find missing; the approval is the approver's all the same.
fn warn_of_gaps(case: &Case, world: &mut World<'_>) -> Result<(), Stop> {
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
