//! A file that is sent piece by piece.

use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use tempfile::NamedTempFile;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How many bytes are read at once.
const PIECE: usize = 64 * 1024;
/// How many pieces wait at most to be sent.
const AHEAD: usize = 4;

/// Makes a body of a temporary file, which is gone once it is sent; returns how long it is, too.
///
/// # Errors
/// When the file cannot be opened again.
pub(super) fn of_file(file: NamedTempFile) -> std::io::Result<(u64, Body)> {
    let length = file.as_file().metadata()?.len();
    let opened = file.reopen()?;
    let (sender, receiver) = channel(AHEAD);
    tokio::task::spawn_blocking(move || send(opened, file, &sender));
    Ok((length, Body::new(Pieces(receiver))))
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
