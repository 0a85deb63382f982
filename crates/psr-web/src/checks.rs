//! Verifications in the background: one at a time, with how far the present one is, and what each found, kept on the desk with who asked for it.
//!
//! A register of any size is verified so, since no page waits for it. What is kept is no evidence: whoever doubts it verifies again.

use std::cell::Cell;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use psr_casefile::verification::{self, Verified};
use psr_recorder::{Options, Place};
use serde::{Deserialize, Serialize};

use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "verification";
/// A verification that said nothing for so many seconds was ended with the program that made it.
const SILENT: i64 = 120;
/// Every so many seconds it is written down how far a verification is.
const TOLD_EVERY: i64 = 2;
/// How many faults, and how many warnings, of one verification are kept.
const MOST: usize = 500;

/// A verification that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What it is called in addresses.
    pub id: String,
    /// The case that was verified; none for the whole register.
    pub case: Option<String>,
    /// The name of whoever asked.
    pub by: String,
    /// When they did.
    pub asked: DateTime<Utc>,
    /// Whether they brought a checkpoint from outside, and a key.
    pub brought: Brought,
    /// How far it is.
    pub state: State,
}

/// What somebody brought from outside to hold the register against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// A checkpoint.
    pub checkpoint: bool,
    /// The register's key.
    pub key: bool,
}

/// How far a verification is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is under way.
    Running {
        /// How many entries were read.
        read: u64,
        /// Of how many.
        of: u64,
        /// In how many of them determinations were looked for again, once all were read.
        replayed: Option<u64>,
        /// When this was said, in seconds since 1970.
        said: i64,
    },
    /// It is over.
    Done {
        /// When it was.
        at: DateTime<Utc>,
        /// What was found.
        result: Box<Told>,
    },
    /// It was not possible to look.
    Failed {
        /// Why.
        why: String,
    },
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// How many entries were read.
    pub entries: u64,
    /// The head of what was verified.
    pub head: String,
    /// How many determinations were taken again.
    pub replayed: u64,
    /// How many faults there are.
    pub fault_count: usize,
    /// The first of them: place, kind, and what was found.
    pub faults: Vec<(Option<u64>, String, String)>,
    /// What was not shown either way.
    pub not_proved: Vec<String>,
    /// The first things that are odd.
    pub warnings: Vec<String>,
    /// The signed approvals: place, name and key.
    pub signatures: Vec<(u64, String, String)>,
}

/// Which verification is under way here.
#[derive(Debug, Default)]
pub(crate) struct Running(Mutex<bool>);

impl Running {
    fn begin(&self) -> bool {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !std::mem::replace(&mut *running, true)
    }

    fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl Check {
    /// Tells whether it is under way; one that was silent for long is not, since the program that made it was stopped.
    pub fn is_running(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state, State::Running { said, .. } if now.timestamp() - said < SILENT)
    }
}

/// Begins a verification, unless one is under way here or in another copy of the site: then that one is returned.
pub(crate) async fn begin(site: &Site, by: &str, case: Option<String>, options: Options) -> Result<Check, Problem> {
    let now = site.now();
    if let Some(running) = all(site).await?.into_iter().find(|check| check.is_running(now)) {
        return Ok(running);
    }
    if !site.running().begin() {
        return Err(just_begun());
    }
    let begun = prepared(site, by, case, &options).await.and_then(|(check, place)| {
        start(site, check.clone(), place, options)?;
        Ok(check)
    });
    begun.inspect_err(|_| site.running().end())
}

/// Writes down that a verification is asked for, and finds out where the register is.
async fn prepared(site: &Site, by: &str, case: Option<String>, options: &Options) -> Result<(Check, Place), Problem> {
    let now = site.now();
    let secret: String = site.secret().chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let check = Check {
        // The instant orders them; the secret keeps apart those of one instant.
        id: format!("{:020}-{secret}", now.timestamp_micros()),
        case,
        by: by.to_owned(),
        asked: now,
        brought: Brought { checkpoint: options.prior.is_some(), key: options.pinned_key.is_some() },
        state: State::Running { read: 0, of: 0, replayed: None, said: now.timestamp() },
    };
    let place = site.books().read(|casebook| Ok(casebook.register().place().clone())).await?;
    let (kept, its_site) = (check.clone(), site.clone());
    blocking(move || keep(&its_site, &kept)).await?;
    Ok((check, place))
}

fn just_begun() -> Problem {
    let what = "A verification has just begun, and one is made at a time.";
    let next = "Look at the audit page: it leads to the one that is under way.";
    Problem::new(StatusCode::CONFLICT, "A verification is under way", what, next)
}

/// Returns a verification by what it is called.
pub(crate) async fn of(site: &Site, id: &str) -> Result<Option<Check>, Problem> {
    let (site, id) = (site.clone(), id.to_owned());
    blocking(move || {
        let body = site.desk().get(KIND, &id, site.now().timestamp())?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    })
    .await
}

/// Returns every verification, newest first.
pub(crate) async fn all(site: &Site) -> Result<Vec<Check>, Problem> {
    let desk = site.desk().clone();
    let kept = blocking(move || Ok(desk.all(KIND)?)).await?;
    Ok(kept.iter().rev().filter_map(|(_, body)| serde_json::from_str(body).ok()).collect())
}

/// Verifies on a thread of its own, which ends with the program and lets it be stopped at any time.
fn start(site: &Site, check: Check, place: Place, options: Options) -> Result<(), Problem> {
    let options = Options { threads: half_the_cores(), ..options };
    let its_site = site.clone();
    let work = move || {
        let state = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&its_site, &check, &place, &options)));
        let state = state.unwrap_or_else(|_| State::Failed { why: "the work stopped unexpectedly".to_owned() });
        // Where this fails the page says, after a while, that the verification did not end.
        drop(keep(&its_site, &Check { state, ..check }));
        its_site.running().end();
    };
    let started = std::thread::Builder::new().name("verification".to_owned()).spawn(work);
    started.map(drop).map_err(|error| Problem::fault(format!("no thread for a verification: {error}")))
}

/// Pages are answered while a verification is under way.
fn half_the_cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
}

fn run(site: &Site, check: &Check, place: &Place, options: &Options) -> State {
    let told = Cell::new(0);
    let tell = |read, of, replayed| {
        let now = site.now().timestamp();
        if now - told.get() >= TOLD_EVERY {
            told.set(now);
            let state = State::Running { read, of, replayed, said: now };
            drop(keep(site, &Check { state, ..check.clone() }));
        }
    };
    let total = Cell::new(0);
    let bytes = verification::bytes(place, options, &mut |read, of| {
        total.set(of);
        tell(read, of, None);
    });
    let mut verified = match bytes {
        Ok(verified) => verified,
        Err(error) => return State::Failed { why: error.to_string() },
    };
    let mut replayed = 0;
    verification::replay(&mut verified, place, options, &mut |more| {
        replayed += more;
        tell(total.get(), total.get(), Some(replayed));
    });
    verified.compare_signers(None, SIGNERS);
    State::Done { at: site.now(), result: Box::new(Told::of(&verified)) }
}

const SIGNERS: &str = "only a list of signers that you bring shows it, with `psr verify` at the command line";

impl Told {
    fn of(verified: &Verified) -> Self {
        let fault = |fault: &verification::Fault| (fault.position, fault.kind.clone(), fault.message.clone());
        let signature = |one: &verification::Signature| (one.position, one.name.to_string(), one.key.to_string());
        Self {
            sound: verified.sound,
            entries: verified.entries,
            head: verified.head.clone(),
            replayed: verified.replayed,
            fault_count: verified.faults.len(),
            faults: verified.faults.iter().take(MOST).map(fault).collect(),
            not_proved: verified.not_proved.clone(),
            warnings: verified.warnings.iter().take(MOST).cloned().collect(),
            signatures: verified.signatures.iter().map(signature).collect(),
        }
    }
}

fn keep(site: &Site, check: &Check) -> Result<(), Problem> {
    let body = serde_json::to_string(check).map_err(|error| Problem::fault(error.to_string()))?;
    Ok(site.desk().put(KIND, &check.id, &body, None)?)
}
