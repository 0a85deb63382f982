//! What a form sends: fields in order, and files. A form without the token of its session is refused here, so no handler can forget to look.

use std::collections::BTreeMap;
use std::io::Write;

use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use tempfile::NamedTempFile;

use crate::books::blocking;
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;

/// How many bytes of a form that nobody may send are given back.
const GIVEN_BACK: usize = 256 * 1024;

/// The longest field that is read, in bytes.
const LONGEST_FIELD: usize = 1024 * 1024;
/// The longest form without files, in bytes.
const LONGEST_FORM: usize = 4 * LONGEST_FIELD;

/// A form as it was sent.
#[derive(Debug, Default)]
pub struct Posted {
    fields: BTreeMap<String, Vec<String>>,
    /// The files, by the name of their field.
    pub uploads: Vec<Upload>,
}

/// A file that came with a form.
#[derive(Debug)]
pub struct Upload {
    /// The field.
    pub field: String,
    /// Its name, without folders.
    pub name: String,
    /// What it holds.
    pub file: NamedTempFile,
}

impl Posted {
    /// Returns the text of a field, trimmed; nothing where it is missing or empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.raw(name).map(str::trim).filter(|text| !text.is_empty())
    }

    /// Returns the text of a field as it was typed.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.first().map(String::as_str)
    }

    /// Returns every text of a field that may be there more than once.
    pub fn all(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// Returns a date that was typed as day, month and year; the text as far as it goes where it is none.
    pub fn date(&self, name: &str) -> Option<String> {
        let part = |part: &str| self.text(&format!("{name}-{part}")).unwrap_or_default();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        match (day.parse::<u32>(), month.parse::<u32>(), year.parse::<u32>()) {
            (Ok(day), Ok(month), Ok(year)) => Some(format!("{year:04}-{month:02}-{day:02}")),
            _ if [day, month, year].iter().all(|part| part.is_empty()) => None,
            _ => Some([day, month, year].join(" ").trim().to_owned()),
        }
    }

    /// Returns everything that was typed, by the name of its field, but for the token.
    pub fn typed(&self) -> Vec<(String, String)> {
        let shown = self.fields.iter().filter(|(name, _)| !matches!(name.as_str(), "csrf" | "head"));
        let pairs = shown.flat_map(|(name, texts)| texts.iter().map(move |text| (name.clone(), text.clone())));
        pairs.filter(|(_, text)| !text.trim().is_empty()).collect()
    }

    /// Takes the files of a field.
    pub fn take_uploads(&mut self, field: &str) -> Vec<Upload> {
        let (taken, left) = std::mem::take(&mut self.uploads).into_iter().partition(|upload| upload.field == field);
        self.uploads = left;
        taken
    }

    fn add(&mut self, name: String, text: String) {
        self.fields.entry(name).or_default().push(text.replace("\r\n", "\n"));
    }
}

impl FromRequest<Site> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let who = request.extensions().get::<Who>().cloned().unwrap_or_default();
        same_site(request.headers())?;
        let posted = read(request, site).await?;
        let token = posted.raw("csrf").unwrap_or_default();
        if who.csrf().is_empty() || token != who.csrf() {
            let what = "The form does not belong to your session: it may be from another site, or from before you signed in again.";
            let problem = Problem { status: StatusCode::FORBIDDEN, ..Problem::refused(what) };
            return Err(problem.because("token").with_typed(posted.typed()));
        }
        Ok(posted)
    }
}

async fn read(request: Request, site: &Site) -> Result<Posted, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, site).await;
        return parts(form.map_err(|error| unreadable(error.status(), error.body_text()))?).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), LONGEST_FORM.min(site.settings().upload_limit)).await;
    pairs(&bytes.map_err(|_| too_large())?)
}

/// Reads what was typed into a form that nobody may send, so that it can be given back; files and long forms are left out.
pub(crate) async fn given_back(request: Request, site: &Site) -> Vec<(String, String)> {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, GIVEN_BACK).await else { return Vec::new() };
    let read = read(Request::from_parts(parts, bytes.into()), site).await;
    read.map(|posted| posted.typed()).unwrap_or_default()
}

/// Refuses what a browser says comes from another site.
fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    let from = headers.get("sec-fetch-site").and_then(|from| from.to_str().ok());
    match from {
        Some("cross-site" | "same-site") => {
            Err(Problem::forbidden("This was sent from another site.").because("another site"))
        }
        _ => Ok(()),
    }
}

fn pairs(bytes: &[u8]) -> Result<Posted, Problem> {
    let mut posted = Posted::default();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let mut half = || decoded(halves.next().unwrap_or_default());
        let (name, text) = (half()?, half()?);
        posted.add(name, text);
    }
    Ok(posted)
}

fn decoded(bytes: &[u8]) -> Result<String, Problem> {
    let spaced: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded = percent_encoding::percent_decode(&spaced).collect();
    String::from_utf8(decoded).map_err(|_| Problem::refused("The form is not written in UTF-8."))
}

async fn parts(mut multipart: Multipart) -> Result<Posted, Problem> {
    let mut posted = Posted::default();
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) if file.is_empty() => {}
            Some(file) => posted.uploads.push(upload(field, name, &file).await?),
            None => {
                let text = String::from_utf8(typed(field).await?);
                posted.add(name, text.map_err(|_| Problem::refused("The form is not written in UTF-8."))?);
            }
        }
    }
    Ok(posted)
}

async fn typed(mut field: Field<'_>) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > LONGEST_FIELD {
            return Err(too_large());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

async fn upload(mut field: Field<'_>, name: String, file: &str) -> Result<Upload, Problem> {
    let mut kept = blocking(|| NamedTempFile::new().map_err(unkept)).await?;
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        kept = blocking(move || kept.write_all(&piece).map(|()| kept).map_err(unkept)).await?;
    }
    let plain = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    Ok(Upload { field: name, name: plain, file: kept })
}

fn unkept(error: std::io::Error) -> Problem {
    Problem::fault(format!("a file could not be kept while it was read: {error}"))
}

fn broken(error: axum::extract::multipart::MultipartError) -> Problem {
    unreadable(error.status(), error.body_text())
}

fn unreadable(status: StatusCode, why: String) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        status => Problem { status, ..Problem::refused(why) },
    }
}

fn too_large() -> Problem {
    let what = "What was sent is larger than this site takes in one form.";
    let next = "Send less in one form: attach large files one by one, or ask whoever runs this site for a higher limit. Nothing was recorded.";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "This is too large", what, next)
}
