//! Files that are there after a power cut: written, synchronised, then renamed.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Result, io};

/// Replaces a file by way of a temporary one beside it, so that a reader sees the old content or the new. Unless it is
/// done durably, a power cut may leave an older content, or none.
pub(crate) fn replace(path: &Path, content: &[u8], durably: bool) -> Result<()> {
    let temporary = path.with_extension(temporary_name());
    let mut file = File::create(&temporary).map_err(io("create a file", &temporary))?;
    file.write_all(content).map_err(io("write a file", &temporary))?;
    if durably {
        file.sync_all().map_err(io("store a file", &temporary))?;
    }
    std::fs::rename(&temporary, path).map_err(io("replace a file", path))
}

/// Gives a finished file a second name that must be new; tells whether it was. The first name stays.
pub(crate) fn name(temporary: &Path, path: &Path) -> Result<bool> {
    match std::fs::hard_link(temporary, path) {
        Ok(()) => Ok(true),
        Err(_) if path.exists() => Ok(false),
        // Some file systems have no second names for a file.
        Err(_) => {
            std::fs::copy(temporary, path).map_err(io("keep a file", path))?;
            let stored = File::options().write(true).open(path).and_then(|file| file.sync_all());
            stored.map(|()| true).map_err(io("store a file", path))
        }
    }
}

/// Returns a name that no other writer uses, in this process or beside it.
pub(crate) fn temporary_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("new-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Makes a folder's entries durable.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    let opened = File::open(folder).and_then(|folder| folder.sync_all());
    opened.map_err(io("store a folder", folder))
}

/// Makes a folder's entries durable; other systems do so by themselves.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> Result<()> {
    Ok(())
}
