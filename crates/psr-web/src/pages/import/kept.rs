//! The bundle between its upload and its import: on the desk, in pieces, for an hour, so that any copy of the site can take it in.

use std::fs::File;
use std::io::{Read, Write as _};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use psr_recorder::{Digest, Options, VerifierKey};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::books::blocking;
use crate::desk::Desk;
use crate::http::Upload;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "import";
const PIECE: &str = "import-piece";
/// How many bytes a piece has.
const SIZE: u64 = 1024 * 1024;
/// For how long it is kept, in seconds.
const FOR: i64 = 60 * 60;

/// What is noted of a bundle that was uploaded.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Note {
    /// How many pieces it has.
    pieces: usize,
    /// Its SHA-256: what is taken in is what was looked at.
    digest: String,
    /// Who uploaded it.
    subject: String,
    name: String,
    verifier: Option<String>,
}

/// A bundle that was uploaded, in a file for as long as somebody looks at it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its name.
    pub name: String,
    /// The verifier key that was given with it.
    pub verifier: Option<String>,
    file: Arc<NamedTempFile>,
}

/// Keeps an uploaded bundle, and returns the key it is found under.
pub async fn keep(site: &Site, who: &Who, upload: Upload, verifier: Option<String>) -> Result<String, Problem> {
    let (site, subject) = (site.clone(), subject(who));
    blocking(move || {
        let (key, until) = (site.secret(), Some(site.now().timestamp() + FOR));
        let digest = Digest::of_file(upload.file.path()).map_err(|error| unkept(&error))?.hex();
        let file = File::open(upload.file.path()).map_err(|error| unkept(&error))?;
        let pieces = put_down(site.desk().as_ref(), &key, file, until)?;
        let note = Note { pieces, digest, subject, name: upload.name, verifier };
        let body = serde_json::to_string(&note).map_err(|error| Problem::fault(error.to_string()))?;
        site.desk().put(KIND, &key, &body, until)?;
        Ok(key)
    })
    .await
}

/// Finds a bundle that somebody uploaded.
pub async fn find(site: &Site, who: &Who, key: &str) -> Result<Kept, Problem> {
    let (site, subject, key) = (site.clone(), subject(who), key.to_owned());
    blocking(move || {
        let (desk, now) = (site.desk().as_ref(), site.now().timestamp());
        let note = noted(desk, &key, now)?.filter(|note| note.subject == subject).ok_or_else(gone)?;
        let file = pick_up(desk, &key, note.pieces, now)?;
        let same = Digest::of_file(file.path()).is_ok_and(|digest| digest.hex() == note.digest);
        let kept = Kept { name: note.name, verifier: note.verifier, file: Arc::new(file) };
        if same { Ok(kept) } else { Err(gone()) }
    })
    .await
}

/// Keeps it no longer.
pub async fn forget(site: &Site, who: &Who, key: &str) -> Result<(), Problem> {
    let (site, subject, key) = (site.clone(), subject(who), key.to_owned());
    blocking(move || {
        let desk = site.desk();
        let note = noted(desk.as_ref(), &key, site.now().timestamp())?.filter(|note| note.subject == subject);
        for place in 0..note.map_or(0, |note| note.pieces) {
            desk.remove(PIECE, &piece(&key, place))?;
        }
        Ok(desk.remove(KIND, &key)?)
    })
    .await
}

impl Kept {
    /// Returns where the bundle is.
    pub fn path(&self) -> &std::path::Path {
        self.file.path()
    }

    /// Returns what it is verified by.
    pub fn options(&self) -> Result<Options, Problem> {
        let key: Option<VerifierKey> = self.verifier.as_deref().map(str::parse).transpose().map_err(|_| gone())?;
        Ok(Options { pinned_key: key, ..Options::default() })
    }
}

/// Puts a file on the desk, and returns in how many pieces.
fn put_down(desk: &dyn Desk, key: &str, mut file: File, until: Option<i64>) -> Result<usize, Problem> {
    for place in 0.. {
        let mut bytes = Vec::new();
        Read::take(&mut file, SIZE).read_to_end(&mut bytes).map_err(|error| unkept(&error))?;
        if bytes.is_empty() {
            return Ok(place);
        }
        desk.put(PIECE, &piece(key, place), &STANDARD.encode(bytes), until)?;
    }
    Ok(0)
}

/// Puts the pieces together again, in a file that is gone when nobody looks at it any more.
fn pick_up(desk: &dyn Desk, key: &str, pieces: usize, now: i64) -> Result<NamedTempFile, Problem> {
    let mut file = NamedTempFile::new().map_err(|error| unkept(&error))?;
    for place in 0..pieces {
        let text = desk.get(PIECE, &piece(key, place), now)?.ok_or_else(gone)?;
        let bytes = STANDARD.decode(text).map_err(|_| gone())?;
        file.write_all(&bytes).map_err(|error| unkept(&error))?;
    }
    Ok(file)
}

fn piece(key: &str, place: usize) -> String {
    format!("{key}/{place:06}")
}

fn noted(desk: &dyn Desk, key: &str, now: i64) -> Result<Option<Note>, Problem> {
    Ok(desk.get(KIND, key, now)?.and_then(|body| serde_json::from_str(&body).ok()))
}

fn subject(who: &Who) -> String {
    who.person().map(|person| person.subject.clone()).unwrap_or_default()
}

fn gone() -> Problem {
    let next = "Upload the bundle again. Nothing was recorded.";
    Problem { next: next.to_owned(), ..Problem::not_found("The bundle is not here any more: it is kept for one hour.") }
}

fn unkept(error: &std::io::Error) -> Problem {
    Problem::fault(format!("The bundle could not be kept: {error}."))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::desk::SqliteDesk;

    #[test]
    fn a_file_of_any_size_comes_off_the_desk_as_it_was_put_there() {
        let desk = SqliteDesk::in_memory().unwrap();
        for (size, expected) in [(0, 0), (1, 1), (SIZE, 1), (SIZE + 1, 2), (SIZE * 5 / 2, 3)] {
            let bytes: Vec<u8> = (0..size).map(|place| (place % 251) as u8).collect();
            let mut file = NamedTempFile::new().unwrap();
            file.write_all(&bytes).unwrap();
            let pieces = put_down(&desk, "key", file.reopen().unwrap(), Some(10)).unwrap();
            let back = pick_up(&desk, "key", pieces, 5).unwrap();
            assert!(pieces == expected && std::fs::read(back.path()).unwrap() == bytes, "{size}");
        }
        assert!(pick_up(&desk, "key", 3, 11).is_err(), "its time is over");
        assert!(pick_up(&desk, "key", 4, 5).is_err(), "a piece is missing");
    }
}
