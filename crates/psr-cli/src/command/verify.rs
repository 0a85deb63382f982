//! `psr verify`: re-derives everything from the stored bytes, and takes every determination again.

mod believed;
mod report;
mod signers;
mod target;

use std::path::{Path, PathBuf};

use clap::Args;
use psr_casefile::verification::{self, Verified};
use psr_recorder::{Options, Place, SigningKey, VerifierKey};

use crate::cli::{Common, Format};
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::terminal::progress::Progress;
use crate::world::World;
use crate::{input, json};

use target::Target;

pub use report::text;

/// Verify a register, one case of it, or a bundle, and list every fault
///
/// Hashes every stored byte again, follows every chain, rebuilds the register's tree, checks the signatures, and takes every recorded determination again
/// through the rule pack its case was opened with. What was not shown is said as plainly as what was.
///
/// Nothing is written and no signing key is needed. With --key, signatures are checked with a key you had from elsewhere, instead of the one the register
/// names itself. Ends with 0 when sound, 1 when not, 2 when it could not look.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  psr verify my-register
  psr verify my-register --key 'example.org/psr+1a2b3c4d+AQ…' --prior checkpoint.txt
  psr verify AUD-2026 --format json
  psr verify aud-2026.zip
  psr verify my-register --require pinned-key,outside-checkpoint
  psr verify my-register --policy policy.txt --tsa-ca authority.pem

With this command --key takes a verifier key as `psr init` printed it, or a file that holds one.")]
pub struct Verify {
    /// A register's folder, a bundle, or a case: its id, the start of its id, or its reference [default: the register]
    #[arg(value_name = "CASE|BUNDLE|REGISTER")]
    what: Option<String>,
    /// Check that the register continues this checkpoint, a signed note that was kept elsewhere
    #[arg(long, value_name = "FILE")]
    prior: Option<PathBuf>,
    /// Hold the keys that signed approvals against this list of allowed signers, in OpenSSH's form
    #[arg(long, value_name = "FILE")]
    signers: Option<PathBuf>,
    /// Count it as a fault when one of these was not proved: pinned-key, outside-checkpoint, anchors, authorship, time, withheld, completeness, attached, replay, signature
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    require: Vec<String>,
    /// Believe whom this policy names (C2SP tlog-policy): logs, witnesses and how many of them must have seen the head, revoked keys
    #[arg(long, value_name = "FILE", conflicts_with = "chain_only")]
    policy: Option<PathBuf>,
    /// Believe time stamps of the authorities whose certificates this file holds, in PEM
    #[arg(long, value_name = "FILE", conflicts_with = "chain_only")]
    tsa_ca: Option<PathBuf>,
    /// Look at lines and disclosures alone: no checkpoint, proof or key
    #[arg(long, conflicts_with = "prior")]
    chain_only: bool,
    /// Work on so many threads, at most 256 [default: one for each core]; the report is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Write the result as text or as JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Verifies.
pub fn run(arguments: &Verify, common: &Common, world: &mut World<'_>) -> Outcome {
    report::check_requirements(&arguments.require)?;
    let target = target::find(arguments.what.as_deref(), common, world)?;
    let options = Options {
        pinned_key: common.key.as_deref().map(|given| pinned_key(given, &target)).transpose()?,
        policy: arguments.policy.as_deref().map(believed::policy).transpose()?,
        authorities: arguments.tsa_ca.as_deref().map(believed::authorities).transpose()?,
        prior: arguments.prior.as_deref().map(input::text).transpose()?,
        record: target.record,
        chain_only: arguments.chain_only,
        threads: arguments.threads.map_or(0, usize::from),
        ..Options::default()
    };
    let mut verified = verify(&target, &options, world)?;
    signers::compare(&mut verified, arguments.signers.as_deref())?;
    verified.require(&arguments.require);
    let exit = Exit::found(!verified.sound);
    if arguments.format == Format::Json {
        report::warn(&verified, world);
        return json::print(world, &verified, exit);
    }
    let said = text(&verified, &target.name, world.stdout.colour);
    world.stdout.print(&said)?;
    Ok(exit)
}

/// Verifies the bytes of what is meant, and takes its determinations again.
fn verify(target: &Target, options: &Options, world: &World<'_>) -> Result<Verified, Stop> {
    if let (true, Place::Folder(path)) = (target.is_bundle, &target.place) {
        return Ok(verification::of_bundle(path, options)?);
    }
    let mut progress = Progress::new(world, "reading entries");
    let mut verified = verification::bytes(&target.place, options, &mut |done, of| progress.at(done, of))?;
    drop(progress);
    let total = verified.entries;
    let mut progress = Progress::new(world, "taking determinations again");
    let mut done = 0;
    verification::replay(&mut verified, &target.place, options, &mut |entries| {
        done += entries;
        progress.at(done, total);
    });
    Ok(verified)
}

/// Verifies a whole register, without anything from outside.
pub fn whole(folder: &Path, world: &World<'_>) -> Result<Verified, Stop> {
    verify(&Target::register(Place::from(folder)), &Options::default(), world)
}

/// Reads a verifier key: written out, in a file, or as the other half of a signing key's file.
fn pinned_key(given: &str, target: &Target) -> Result<VerifierKey, Stop> {
    let refused = |what: String| {
        let hint = "give the verifier line that `psr init` printed, or a file that holds it";
        Stop::from(Problem::new(what, hint).at(given))
    };
    let path = Path::new(given);
    if !path.is_file() {
        return given
            .parse()
            .map_err(|error| refused(format!("this is neither a verifier key nor a file with one: {error}")));
    }
    let text = input::text(path)?;
    if text.starts_with("-----BEGIN") && !target.is_bundle {
        let origin = psr_recorder::Register::open_read(&target.place)?.origin().to_owned();
        return Ok(SigningKey::read_file(path)?.verifier(&origin));
    }
    text.trim().parse().map_err(|error| refused(format!("the file holds no verifier key: {error}")))
}
