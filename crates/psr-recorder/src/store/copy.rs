//! Moving a register from one store to another, byte for byte.

use std::io::Read;

use super::{NewEvent, Place, Store, fill, open_read};
use crate::digest::Digest;
use crate::error::Result;

/// Copies a register to a place that holds none: lines, disclosures, checkpoints, proofs from outside, packs, evidence, and what
/// it says about itself. `progress` is told how many events were copied, and of how many. Returns the head of the copy, which is
/// that of the original.
///
/// # Errors
/// When there is a register already, or either cannot be read or written; nothing is left under the register's name then.
pub fn copy(from: &Place, to: &Place, progress: &mut dyn FnMut(u64, u64)) -> Result<String> {
    let source = open_read(from)?;
    source.begin_reading()?;
    let copied = fill(to, &mut |target| write(&*source, target, progress));
    source.roll_back();
    copied?;
    Ok(open_read(to)?.tree()?.note)
}

fn write(source: &dyn Store, target: &dyn Store, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    // Evidence first, so that no event ever names what is not there.
    for digest in source.evidence_kept()? {
        put(source, target, digest)?;
    }
    target.begin_filling()?;
    let rows = write_rows(source, target, progress);
    if rows.is_err() {
        target.roll_back();
        return rows;
    }
    target.commit()
}

fn write_rows(source: &dyn Store, target: &dyn Store, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    source.all_about()?.iter().try_for_each(|(key, value)| target.add_about(key, value))?;
    let tree = source.tree()?;
    target.add_tree(&tree)?;
    source.each_event(&mut |event: &NewEvent<'_>| {
        target.add_event(event)?;
        progress(event.position + 1, tree.size);
        Ok(())
    })?;
    source.checkpoints()?.iter().try_for_each(|kept| target.add_checkpoint(kept))?;
    source.anchors()?.iter().try_for_each(|anchor| target.add_anchor(anchor))?;
    for pack in source.packs()? {
        for (path, bytes) in source.pack_files(pack)? {
            target.add_pack_file(pack, &path, &bytes)?;
        }
    }
    Ok(())
}

/// Copies one file of evidence, checked on the way; it is in memory whole meanwhile.
fn put(source: &dyn Store, target: &dyn Store, digest: Digest) -> Result<()> {
    let mut content = Vec::new();
    source.copy_evidence(digest, &mut content)?;
    target.put_evidence(&mut content.as_slice() as &mut dyn Read).map(drop)
}
