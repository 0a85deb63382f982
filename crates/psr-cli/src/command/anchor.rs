//! `psr anchor`: proofs from outside of when the register was what it is.

mod list;
mod time_stamp;
mod witness;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use psr_recorder::anchor::Authorities;
use psr_recorder::store::KeptCheckpoint;
use psr_recorder::{Register, VerifierKey};

use crate::cli::Common;
use crate::failure::{Outcome, Problem, Stop, io};
use crate::input;
use crate::world::World;

/// The largest file of certificates that is read, in bytes.
const LARGEST_FILE: usize = 4 << 20;

/// Have somebody outside confirm what the register held, and when
///
/// A time-stamp authority signs a checkpoint together with the time (RFC 3161); a witness signs that the register only grew since it last looked
/// (C2SP tlog-witness). Neither sees what is recorded. Each proof is kept in the register and checked by `psr verify`. Nothing is sent unless you name
/// where to.
#[derive(Debug, Subcommand)]
pub enum Anchor {
    Request(Request),
    Add(Add),
    Send(Send),
    Witness(Box<Witness>),
    List(List),
}

/// Write a request for a time stamp, to send yourself
///
/// The request is for a checkpoint that the register keeps: the newest, unless told. Keep one first with `psr checkpoint --keep`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  psr anchor request -o today.tsq
  curl -H 'Content-Type: application/timestamp-query' --data-binary @today.tsq URL > today.tsr
  psr anchor add today.tsr --request today.tsq")]
pub struct Request {
    /// Write it to this new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Ask for the checkpoint over this many entries [default: the newest that is kept]
    #[arg(long, value_name = "NUMBER")]
    size: Option<u64>,
}

/// Check a time stamp that came back, and keep it
#[derive(Debug, Args)]
pub struct Add {
    /// The reply of the authority
    #[arg(value_name = "FILE")]
    reply: PathBuf,
    /// Check that it is the answer to this request
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    #[command(flatten)]
    trust: Trust,
}

/// Ask a time-stamp authority over the network, check its reply and keep it
#[derive(Debug, Args)]
pub struct Send {
    /// The authority's address
    #[arg(long, value_name = "URL")]
    tsa: String,
    /// Ask for the checkpoint over this many entries [default: the newest that is kept]
    #[arg(long, value_name = "NUMBER")]
    size: Option<u64>,
    #[command(flatten)]
    trust: Trust,
    #[command(flatten)]
    patience: Patience,
}

/// Ask a witness over the network to cosign the register's head, and keep what it signs
///
/// The witness must have been given the register's verifier key. It sees how many entries there are and their root, and refuses a register that was
/// forked or put back.
#[derive(Debug, Args)]
pub struct Witness {
    /// The witness's address, without `/add-checkpoint`
    #[arg(long, value_name = "URL")]
    url: String,
    /// Check that this witness signed, by its verifier key
    #[arg(long = "witness-key", value_name = "VERIFIER")]
    witness: Option<VerifierKey>,
    #[command(flatten)]
    patience: Patience,
}

/// List the proofs that are kept, and what each shows
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    trust: Trust,
    /// Believe this witness, by its verifier key; may be given more than once
    #[arg(long = "witness-key", value_name = "VERIFIER")]
    witnesses: Vec<VerifierKey>,
}

/// Which time-stamp authorities are believed.
#[derive(Debug, Clone, Default, Args)]
pub struct Trust {
    /// Believe the authorities that these certificates (PEM) certify
    #[arg(long, value_name = "FILE")]
    tsa_ca: Option<PathBuf>,
}

/// How long to wait.
#[derive(Debug, Clone, Args)]
pub struct Patience {
    /// Wait at most this many seconds for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = crate::http::PATIENCE.as_secs(), value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: u64,
}

/// Asks for proofs, keeps them, or lists them.
pub fn run(arguments: &Anchor, common: &Common, world: &mut World<'_>) -> Outcome {
    match arguments {
        Anchor::Request(arguments) => time_stamp::request(arguments, common, world),
        Anchor::Add(arguments) => time_stamp::add(arguments, common, world),
        Anchor::Send(arguments) => time_stamp::send(arguments, common, world),
        Anchor::Witness(arguments) => witness::run(arguments, common, world),
        Anchor::List(arguments) => list::run(arguments, common, world),
    }
}

impl Trust {
    /// Reads the certificates that were named.
    fn authorities(&self) -> Result<Option<Authorities>, Stop> {
        let Some(path) = &self.tsa_ca else { return Ok(None) };
        let pem = input::bounded(path, LARGEST_FILE).map_err(io("read the authorities' certificates", path))?;
        let malformed = |reason| {
            let hint = "name a file of certificates in PEM, as the authority publishes them";
            Stop::from(Problem::new(format!("the certificates cannot be used: {reason}"), hint).at(path.display()))
        };
        Authorities::from_pem(&pem).map(Some).map_err(malformed)
    }
}

/// Returns the kept checkpoint that a proof is asked for.
fn checkpoint(register: &Register, size: Option<u64>) -> Result<KeptCheckpoint, Stop> {
    register.kept_checkpoint(size)?.ok_or_else(|| {
        let hint = "leave --size out for the newest, or keep the present head with `psr checkpoint --keep`";
        let size = size.map(|size| format!(" over {size} entries")).unwrap_or_default();
        Problem::new(format!("the register keeps no checkpoint{size}"), hint).into()
    })
}

/// Says that something from outside did not answer as it should, or is not what it should be.
fn refused(what: &str, reason: &str, hint: &str) -> Stop {
    Problem::new(format!("{what}: {reason}; nothing was kept"), hint).into()
}
