//! `psr anchor request`, `add` and `send`: time stamps.

use std::io::Write;
use std::time::Duration;

use psr_recorder::anchor::{AnchorFinding, Authorities, LARGEST_REPLY, TIME_STAMP, TimeStampRequest, check_time_stamp};
use psr_recorder::store::KeptCheckpoint;
use psr_recorder::{NewAnchor, Register};

use super::{Add, Request, Send, checkpoint, refused};
use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Stop, io};
use crate::http::{Post, post};
use crate::input;
use crate::settings;
use crate::terminal::page::Page;
use crate::terminal::screen::Screen;
use crate::words::minute;
use crate::world::World;

/// Writes a request to a file.
pub(super) fn request(arguments: &Request, common: &Common, world: &mut World<'_>) -> Outcome {
    let casebook = settings::open_read(common, world)?;
    let kept = checkpoint(casebook.register(), arguments.size)?;
    let path = &arguments.output;
    let mut file = std::fs::File::create_new(path).map_err(io("write the request", path))?;
    file.write_all(&drawn(&kept, world).to_der()).map_err(io("write the request", path))?;
    let said = format!(
        "the request is for the checkpoint over {} entries; check and keep the reply with `psr anchor add FILE`",
        kept.size
    );
    Screen::new(&mut world.stderr).note(&said);
    Ok(Exit::Done)
}

/// Checks a reply from a file, and keeps it.
pub(super) fn add(arguments: &Add, common: &Common, world: &mut World<'_>) -> Outcome {
    let authorities = arguments.trust.authorities()?;
    let read = |path: &std::path::PathBuf| input::bounded(path, LARGEST_REPLY).map_err(io("read the time stamp", path));
    let reply = read(&arguments.reply)?;
    let request = arguments.request.as_ref().map(read).transpose()?;
    let unreadable = |reason: String| {
        refused("the request cannot be read", &reason, "name the file that `psr anchor request` wrote")
    };
    let request = request.map(|der| TimeStampRequest::parse(&der)).transpose().map_err(unreadable)?;
    let mut casebook = settings::open_write(common, world)?;
    let register = casebook.register_mut();
    let (kept, finding) = own(register, &reply, request.as_ref(), authorities.as_ref())?;
    keep(register, &kept, &reply, &finding, common, world)
}

/// Asks an authority, checks its reply, and keeps it.
pub(super) fn send(arguments: &Send, common: &Common, world: &mut World<'_>) -> Outcome {
    let authorities = arguments.trust.authorities()?;
    let mut casebook = settings::open_write(common, world)?;
    let register = casebook.register_mut();
    let kept = checkpoint(register, arguments.size)?;
    let request = drawn(&kept, world);
    let reply = asked(arguments, &request)?;
    let finding = check_time_stamp(&reply, &kept.note, Some(&request), authorities.as_ref());
    let finding = finding.map_err(|reason| unsound(&reason))?;
    keep(register, &kept, &reply, &finding, common, world)
}

fn asked(arguments: &Send, request: &TimeStampRequest) -> Result<Vec<u8>, Stop> {
    let answer = post(&Post {
        url: &arguments.tsa,
        content_type: "application/timestamp-query",
        body: &request.to_der(),
        largest: LARGEST_REPLY,
        patience: Duration::from_secs(arguments.patience.timeout),
    });
    let hint = "check the address with --tsa, or send the request yourself: `psr anchor request`";
    let answer = answer.map_err(|reason| refused("there is no time stamp", &reason, hint))?;
    if answer.status == 200 {
        return Ok(answer.body);
    }
    Err(refused("there is no time stamp", &format!("{} answered with HTTP {}", arguments.tsa, answer.status), hint))
}

fn drawn(kept: &KeptCheckpoint, world: &mut World<'_>) -> TimeStampRequest {
    let mut nonce = [0; 8];
    (world.randomness)(&mut nonce);
    TimeStampRequest::new(&kept.note, nonce)
}

/// Finds the kept checkpoint that a reply is over.
fn own(
    register: &Register,
    reply: &[u8],
    request: Option<&TimeStampRequest>,
    authorities: Option<&Authorities>,
) -> Result<(KeptCheckpoint, AnchorFinding), Stop> {
    let mut reason = "the register keeps no checkpoint".to_owned();
    for kept in register.checkpoints()?.into_iter().rev() {
        match check_time_stamp(reply, &kept.note, request, authorities) {
            Ok(finding) => return Ok((kept, finding)),
            Err(error) => reason = error,
        }
    }
    Err(unsound(&reason.replace("this checkpoint", "a checkpoint that this register keeps")))
}

fn unsound(reason: &str) -> Stop {
    refused("the time stamp does not do", reason, "ask the authority again, for a checkpoint that the register keeps")
}

fn keep(
    register: &mut Register,
    kept: &KeptCheckpoint,
    reply: &[u8],
    finding: &AnchorFinding,
    common: &Common,
    world: &mut World<'_>,
) -> Outcome {
    let mut page = Page::new(world.stdout.colour);
    let at = finding.at.map(minute).unwrap_or_default();
    if register.anchors()?.iter().any(|anchor| anchor.size == kept.size && anchor.body == reply) {
        page.line("This time stamp is kept already.");
    } else {
        let by = settings::actor(common, world)?;
        let anchor = NewAnchor { size: kept.size, kind: TIME_STAMP, body: reply, by: &by, at: (world.clock)() };
        register.add_anchor(&anchor, &mut *world.randomness)?;
        page.line("The time stamp is kept.");
    }
    page.paragraph(
        0,
        &format!("“{}” confirms that the checkpoint over {} entries was there at {at}.", finding.by, kept.size),
    );
    if let Some(unproved) = &finding.unproved {
        page.paragraph(0, &format!("Not shown: {unproved} (--tsa-ca FILE)."));
    }
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}
