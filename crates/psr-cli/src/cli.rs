//! The command line as it is declared: the commands and the options that all of them share.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::command::{
    anchor, answer, approve, ask, backup, case, check, checkpoint, comment, completions, contract, copy, demo,
    determine, disclose, erase, event, export, hold, horizon, import, init, key, log, man, notice, render, report,
    restore, retention, rules, serve, show, signoff, submit, templates, timetable, verify, why,
};

/// Decide, record and explain contract awards under the Provider Selection Regime
///
/// psr asks plain questions, says which lawful routes the answers leave open and why, and keeps every answer with its reasons in a tamper-evident
/// record. It is not legal advice.
#[derive(Debug, Parser)]
#[command(name = "psr", version, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    /// What all commands share.
    #[command(flatten)]
    pub common: Common,
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER_HELP: &str = "\
Exit codes: 0 done and sound; 1 looked and found something wrong; 2 could not look.
Results go to standard output, everything else to standard error.";

/// What all commands share.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options of all commands")]
pub struct Common {
    /// Use the register in this folder, or at this postgres:// address [or PSR_REGISTER; else the present folder, or ./register]
    #[arg(long, global = true, value_name = "DIR|URL", display_order = 100)]
    pub register: Option<String>,
    /// Record entries as made by this person [or PSR_ACTOR; else the login name]
    #[arg(long, global = true, value_name = "NAME", display_order = 101)]
    pub actor: Option<String>,
    /// Sign with the key in this file [or PSR_KEY; else the one `psr init` wrote]
    #[arg(long, global = true, value_name = "FILE", display_order = 102)]
    pub key: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    Demo(demo::Demo),
    #[command(subcommand)]
    Case(case::Case),
    #[command(subcommand)]
    Contract(contract::Contract),
    Ask(ask::Ask),
    Answer(answer::Answer),
    Event(event::Event),
    Comment(comment::Comment),
    Signoff(signoff::Signoff),
    Submit(submit::Submit),
    Approve(approve::Approve),
    Show(show::Show),
    Check(check::Check),
    Checkpoint(checkpoint::Checkpoint),
    #[command(subcommand)]
    Anchor(anchor::Anchor),
    #[command(subcommand)]
    Key(key::Key),
    Log(log::Log),
    Hold(hold::Hold),
    Retention(retention::Retention),
    Erase(erase::Erase),
    Render(render::Render),
    Report(report::Report),
    Why(why::Why),
    #[command(subcommand)]
    Templates(templates::Command),
    Export(export::Export),
    Import(import::Import),
    Disclose(disclose::Disclose),
    Verify(verify::Verify),
    Copy(copy::Copy),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Determine(determine::Determine),
    Horizon(horizon::Horizon),
    Timetable(timetable::Timetable),
    #[command(subcommand)]
    Notice(notice::Notice),
    #[command(subcommand)]
    Rules(rules::Rules),
    Serve(serve::Serve),
    Completions(completions::Completions),
    Man(man::Man),
}

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Text to be read.
    #[default]
    Text,
    /// JSON for other programs.
    Json,
}

/// Where a pack comes from.
#[derive(Debug, Clone, Default, Args)]
pub struct PackChoice {
    /// Use the rule pack in this folder instead of the built-in one
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
}
