//! The bundle between its upload and its import: a file that this machine keeps for an hour, with a note of it on the desk.

use std::path::PathBuf;

use psr_recorder::{Digest, Options, VerifierKey};
use serde::{Deserialize, Serialize};

use crate::books::blocking;
use crate::http::Upload;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "import";
/// For how long it is kept, in seconds.
const FOR: i64 = 60 * 60;

/// A bundle that was uploaded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// Where it is.
    path: PathBuf,
    /// Its SHA-256: what is taken in is what was looked at.
    digest: String,
    /// Who uploaded it.
    subject: String,
    /// Until when it is kept.
    until: i64,
    /// Its name.
    pub name: String,
    /// The verifier key that was given with it.
    pub verifier: Option<String>,
}

/// Keeps an uploaded bundle, and returns the key it is found under.
pub async fn keep(site: &Site, who: &Who, upload: Upload, verifier: Option<String>) -> Result<String, Problem> {
    let (site, subject) = (site.clone(), subject(who));
    blocking(move || {
        sweep(&site)?;
        let key = site.secret();
        let (_, path) = upload.file.keep().map_err(|error| unkept(&error.error))?;
        let digest = Digest::of_file(&path).map_err(|error| unkept(&error))?.hex();
        let until = site.now().timestamp() + FOR;
        let kept = Kept { path, digest, subject, until, name: upload.name, verifier };
        let body = serde_json::to_string(&kept).map_err(|error| Problem::fault(error.to_string()))?;
        site.desk().put(KIND, &key, &body, None)?;
        Ok(key)
    })
    .await
}

/// Finds a bundle that somebody uploaded.
pub async fn find(site: &Site, who: &Who, key: &str) -> Result<Kept, Problem> {
    let (site, subject, key) = (site.clone(), subject(who), key.to_owned());
    blocking(move || {
        sweep(&site)?;
        let body = site.desk().get(KIND, &key, site.now().timestamp())?;
        let kept =
            body.and_then(|body| serde_json::from_str::<Kept>(&body).ok()).filter(|kept| kept.subject == subject);
        let kept = kept.ok_or_else(gone)?;
        let same = Digest::of_file(&kept.path).is_ok_and(|digest| digest.hex() == kept.digest);
        if same { Ok(kept) } else { Err(gone()) }
    })
    .await
}

/// Keeps it no longer.
pub async fn forget(site: &Site, key: &str) -> Result<(), Problem> {
    let (site, key) = (site.clone(), key.to_owned());
    blocking(move || {
        let body = site.desk().get(KIND, &key, site.now().timestamp())?;
        remove(&site, &key, body.as_deref().unwrap_or_default())
    })
    .await
}

impl Kept {
    /// Returns where the bundle is.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Returns what it is verified by.
    pub fn options(&self) -> Result<Options, Problem> {
        let key: Option<VerifierKey> = self.verifier.as_deref().map(str::parse).transpose().map_err(|_| gone())?;
        Ok(Options { pinned_key: key, ..Options::default() })
    }
}

/// Throws away what is past its time, with its file.
fn sweep(site: &Site) -> Result<(), Problem> {
    let now = site.now().timestamp();
    for (key, body) in site.desk().all(KIND)? {
        let until = serde_json::from_str::<Kept>(&body).map_or(0, |kept| kept.until);
        if until < now {
            remove(site, &key, &body)?;
        }
    }
    Ok(())
}

fn remove(site: &Site, key: &str, body: &str) -> Result<(), Problem> {
    if let Ok(kept) = serde_json::from_str::<Kept>(body) {
        // A file that is gone already need not be removed.
        let _ = std::fs::remove_file(&kept.path);
    }
    Ok(site.desk().remove(KIND, key)?)
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
