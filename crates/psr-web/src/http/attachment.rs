//! Files that are sent: as attachments with a name, piece by piece where they are large; and pictures that a page shows.

use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use tempfile::NamedTempFile;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::problem::Problem;

/// How many bytes are read at once.
const PIECE: usize = 64 * 1024;
/// How many pieces wait at most to be sent.
const AHEAD: usize = 4;

/// A file to be kept by whoever asked for it.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What kind of file it is.
    pub kind: &'static str,
}

impl Attachment {
    /// Names a file.
    pub fn new(name: impl Into<String>, kind: &'static str) -> Self {
        Self { name: name.into(), kind }
    }

    /// Sends bytes.
    pub fn bytes(self, bytes: Vec<u8>) -> Response {
        self.of(bytes.len() as u64, Body::from(bytes))
    }

    /// Sends a temporary file, which is gone once it is sent.
    ///
    /// # Errors
    /// When it cannot be opened again.
    pub fn file(self, file: NamedTempFile) -> Result<Response, Problem> {
        let unread = |error: std::io::Error| Problem::fault(format!("The file could not be read again: {error}."));
        let length = file.as_file().metadata().map_err(unread)?.len();
        let opened = file.reopen().map_err(unread)?;
        let (sender, receiver) = channel(AHEAD);
        tokio::task::spawn_blocking(move || send(opened, file, &sender));
        Ok(self.of(length, Body::new(Pieces(receiver))))
    }

    fn of(self, length: u64, body: Body) -> Response {
        let disposition = format!("attachment; filename=\"{}\"", plain(&self.name));
        let headers = [
            (header::CONTENT_TYPE, self.kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
            (header::CONTENT_LENGTH, length.to_string()),
        ];
        (headers, body).into_response()
    }
}

/// Sends a picture in SVG, for a page to show.
pub fn shown(svg: String) -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
}

/// Returns a name that can stand between quotation marks in a header and names a file everywhere.
fn plain(name: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
    name.chars().map(letter).collect()
}

/// Reads a file to its end, and gives up where nobody takes the pieces; the temporary file lives as long.
fn send(mut opened: std::fs::File, file: NamedTempFile, sender: &Sender<std::io::Result<Bytes>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let read = opened.read(&mut piece);
        let (done, piece) = match read {
            Ok(0) => break,
            Ok(length) => {
                piece.truncate(length);
                (false, Ok(Bytes::from(piece)))
            }
            Err(error) => (true, Err(error)),
        };
        if sender.blocking_send(piece).is_err() || done {
            break;
        }
    }
    drop(file);
}

/// The pieces as a body.
struct Pieces(Receiver<std::io::Result<Bytes>>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_cannot_leave_its_quotation_marks() {
        assert_eq!(plain("AUD/2026 \"x\"\r\n.zip"), "AUD-2026--x----.zip");
    }
}
