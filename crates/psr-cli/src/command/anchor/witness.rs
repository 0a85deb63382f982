//! `psr anchor witness`: a witness cosigns the register's head.

use std::time::Duration;

use psr_recorder::anchor::COSIGNATURE;
use psr_recorder::anchor::witness::{LARGEST_REPLY, Reply, ask};
use psr_recorder::note::NoteSignature;
use psr_recorder::{Register, note};

use super::{Witness, checkpoint, refused};
use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Stop};
use crate::http::{Post, post};
use crate::settings;
use crate::terminal::page::Page;
use crate::words::minute;
use crate::world::World;

/// Keeps the head as a checkpoint, has it cosigned, and keeps what the witness signed.
pub(super) fn run(arguments: &Witness, common: &Common, world: &mut World<'_>) -> Outcome {
    let mut casebook = settings::open_write(common, world)?;
    let register = casebook.register_mut();
    register.keep_checkpoint((world.clock)())?;
    let size = register.size()?;
    let kept = checkpoint(register, Some(size))?;
    let lines = cosigned(arguments, register, &kept.note)?;
    let body: String = lines.iter().map(ToString::to_string).collect();
    // Not said on record: an event would make a newer head, and it is this one that a policy asks to be cosigned.
    register.put_anchor(size, COSIGNATURE, body.as_bytes())?;
    let mut page = Page::new(world.stdout.colour);
    page.line("The cosignature is kept.");
    page.paragraph(0, &said(arguments, &kept.note, &lines, size));
    world.stdout.print(&page.finish())?;
    Ok(Exit::Done)
}

fn cosigned(arguments: &Witness, register: &Register, note: &str) -> Result<Vec<NoteSignature>, Stop> {
    let url = format!("{}/add-checkpoint", arguments.url.trim_end_matches('/'));
    let mut send = |body: &str| {
        let patience = Duration::from_secs(arguments.patience.timeout);
        let answer = post(&Post {
            url: &url,
            content_type: "text/plain",
            body: body.as_bytes(),
            largest: LARGEST_REPLY,
            patience,
        })?;
        let body = String::from_utf8(answer.body).map_err(|_| "the witness did not answer with text".to_owned())?;
        Ok(Reply { status: answer.status, body })
    };
    let hint = "check the address with --url, and that the witness was given the register's verifier key";
    let unsigned = |reason: String| refused("there is no cosignature", &reason, hint);
    let note = note::open(note).ok_or_else(|| unsigned("the checkpoint cannot be read".to_owned()))?;
    let known = known(register, arguments.witness.as_ref().map(|key| key.name()))?;
    ask(&note, &register.leaves()?, known, arguments.witness.as_ref(), &mut send).map_err(unsigned)
}

/// Returns the size up to which this witness is known to have cosigned; nothing is known of a witness without a name.
fn known(register: &Register, witness: Option<&str>) -> Result<u64, Stop> {
    let anchors = register.anchors()?;
    let named = |body: &[u8]| {
        let lines = std::str::from_utf8(body).ok().and_then(note::signature_lines).unwrap_or_default();
        lines.iter().any(|line| witness == Some(line.name.as_str()))
    };
    let sizes =
        anchors.iter().filter(|anchor| anchor.kind == COSIGNATURE && named(&anchor.body)).map(|anchor| anchor.size);
    Ok(sizes.max().unwrap_or(0))
}

fn said(arguments: &Witness, text: &str, lines: &[NoteSignature], size: u64) -> String {
    let note = note::open(text).map(|note| note::SignedNote { signatures: lines.to_vec(), ..note });
    let cosigned = note.zip(arguments.witness.as_ref()).and_then(|(note, key)| note.cosigned_by(key));
    match cosigned {
        Some(cosigned) => format!(
            "“{}” confirms that it saw the checkpoint over {size} entries at {}, and that the register only grew since it last looked.",
            cosigned.witness,
            minute(cosigned.at)
        ),
        None => {
            "Not shown: who signed. Give the witness's verifier key with --witness-key to have that checked.".to_owned()
        }
    }
}
