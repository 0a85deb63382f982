//! A backup: one file that holds a whole register, in whichever store that is.
//!
//! The file is a zip of the register as an embedded store would keep it, taken from one state of it: `register.sqlite`, and each
//! file of evidence under `evidence/` by its digest.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::sqlite::evidence_path;
use super::{Place, copy, files, open_read};
use crate::digest::Digest;
use crate::error::{Error, Result, io};
use crate::limits::MAX_EVIDENCE;
use crate::register::{DATABASE, Register};
use crate::trust::Keys;

/// Writes a backup of a register to a new file, and returns the head it holds. `progress` is told how many events were copied, and of how many.
///
/// # Errors
/// When the register cannot be read or the file cannot be written, or is there already; no half-written file is left.
pub fn back_up(from: &Place, file: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<String> {
    if file.exists() {
        return Err(Error::FileExists { path: file.to_owned() });
    }
    let (folder, temporary) = (beside(file), beside(file));
    let written = copy(from, &Place::from(&folder), progress)
        .and_then(|head| pack(&folder, &temporary).map(|()| head))
        .and_then(|head| {
            if files::name(&temporary, file)? { Ok(head) } else { Err(Error::FileExists { path: file.to_owned() }) }
        });
    let _ = std::fs::remove_file(&temporary);
    let _ = std::fs::remove_dir_all(&folder);
    let head = written?;
    files::sync_folder(file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    Ok(head)
}

/// Returns the name of the register in a backup by unpacking it to a folder that is gone afterwards.
///
/// # Errors
/// When the file is no backup, or it cannot be unpacked.
pub fn keys_of(file: &Path, scratch: &Path) -> Result<Keys> {
    let folder = scratch.join(files::temporary_name());
    let read = unzip(file, &folder).and_then(|()| Register::open_read(&folder)).map(|register| register.keys());
    let _ = std::fs::remove_dir_all(&folder);
    read
}

/// Puts what a backup holds in a place that holds no register, and returns the head: the same register under the same name.
/// Nothing may be recorded in it under that name, since another copy may have gone on.
///
/// # Errors
/// When the file is no backup, or the place holds a register or cannot be written.
pub(crate) fn unpack(file: &Path, to: &Place, scratch: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<String> {
    let folder = scratch.join(files::temporary_name());
    let copied = unzip(file, &folder).and_then(|()| copy(&Place::from(&folder), to, progress));
    let _ = std::fs::remove_dir_all(&folder);
    copied
}

/// Returns a new name beside a file, for what is to become it.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}", files::temporary_name()));
    PathBuf::from(name)
}

fn pack(folder: &Path, out: &Path) -> Result<()> {
    let failed = |error: std::io::Error| io("write the backup", out)(error);
    let file = File::create_new(out).map_err(failed)?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    add(&mut zip, DATABASE, &folder.join(DATABASE)).map_err(failed)?;
    for digest in open_read(&Place::from(folder))?.evidence_kept()? {
        add(&mut zip, &format!("evidence/{}", digest.hex()), &evidence_path(folder, digest)).map_err(failed)?;
    }
    let file = zip.finish().map_err(|error| failed(error.into()))?;
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)
}

fn add(zip: &mut ZipWriter<BufWriter<File>>, name: &str, path: &Path) -> std::io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600)
        .large_file(true);
    zip.start_file(name, options)?;
    std::io::copy(&mut File::open(path)?, zip).map(drop)
}

/// Unpacks a backup into a new folder: the database and evidence, and nothing else.
fn unzip(file: &Path, folder: &Path) -> Result<()> {
    let no_backup = |reason: String| Error::NotABackup { path: file.to_owned(), reason };
    let opened = File::open(file).map_err(io("open the backup", file))?;
    let mut archive = ZipArchive::new(BufReader::new(opened)).map_err(|error| no_backup(error.to_string()))?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| no_backup(error.to_string()))?;
        let name = entry.name().map_err(|error| no_backup(error.to_string()))?.into_owned();
        let digest = name.strip_prefix("evidence/").and_then(Digest::from_hex);
        let (path, limit) = match digest {
            Some(digest) => (evidence_path(folder, digest), MAX_EVIDENCE),
            None if name == DATABASE => (folder.join(DATABASE), u64::MAX),
            None => return Err(no_backup(format!("{name:?} has no place in one"))),
        };
        take(&mut entry, &path, limit).map_err(|error| no_backup(format!("{name} cannot be unpacked: {error}")))?;
    }
    if folder.join(DATABASE).exists() { Ok(()) } else { Err(no_backup(format!("it has no {DATABASE}"))) }
}

fn take(entry: &mut dyn Read, path: &Path, limit: u64) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    let mut file = File::create_new(path)?;
    let count = std::io::copy(&mut entry.take(limit), &mut file)?;
    if count == limit && entry.read(&mut [0])? > 0 {
        return Err(std::io::Error::other("it is too large"));
    }
    file.flush()
}
