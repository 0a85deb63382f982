//! Files that are taken away: always as attachments, so that nothing a document holds is ever shown as a page of the site.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use tempfile::NamedTempFile;

use super::pieces;
use crate::problem::Problem;

/// The longest name of a file, in characters.
const LONGEST: usize = 120;

/// Answers with a file to be kept. Its name is made of the words given, with dashes for all that not every file system takes.
pub(crate) fn download(words: &[&str], ending: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition(words, ending))];
    (headers, bytes).into_response()
}

/// Answers with a temporary file to be kept, sent piece by piece.
///
/// # Errors
/// When the file cannot be read again.
pub(crate) fn download_file(
    words: &[&str],
    ending: &str,
    kind: &'static str,
    file: NamedTempFile,
) -> Result<Response, Problem> {
    let unread = |error: std::io::Error| Problem::fault(format!("The file could not be read again: {error}."));
    let (length, body) = pieces::of_file(file).map_err(unread)?;
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(words, ending)),
        (header::CONTENT_LENGTH, length.to_string()),
    ];
    Ok((headers, body).into_response())
}

/// Answers with a picture in SVG, for a page to show.
pub(crate) fn shown(svg: String) -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
}

fn disposition(words: &[&str], ending: &str) -> String {
    format!("attachment; filename=\"{}.{ending}\"", file_name(words))
}

/// Returns a name of ASCII letters, digits and single dashes.
fn file_name(words: &[&str]) -> String {
    let mut name = String::new();
    for character in words.join("-").chars() {
        match character {
            safe if safe.is_ascii_alphanumeric() => name.push(safe.to_ascii_lowercase()),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name: String = name.chars().take(LONGEST).collect();
    let name = name.trim_end_matches('-');
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_hold_nothing_that_a_header_or_a_file_system_could_mistake() {
        for (words, name) in [
            (vec!["AUD-2026", "reasons"], "aud-2026-reasons"),
            (vec!["A/B\\..\"; x=\"", "café\r\nSet-Cookie: a"], "a-b-x-caf-set-cookie-a"),
            (vec!["..", "/"], "unnamed"),
            (vec!["健康"], "unnamed"),
        ] {
            assert_eq!(file_name(&words), name);
        }
        assert!(file_name(&["a".repeat(500).as_str()]).len() <= LONGEST);
    }
}
