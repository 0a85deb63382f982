//! A small HTTP server on this machine, for one test at a time.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// What came in.
pub struct Asked {
    pub head: String,
    pub body: Vec<u8>,
}

/// What goes out.
#[derive(Clone)]
pub enum Served {
    /// A status and a body.
    Answer(u16, Vec<u8>),
    /// Nothing, with the connection left open until the other side gives up.
    Silence,
}

/// A server that answers until it is dropped.
pub struct Server {
    pub url: String,
    address: SocketAddr,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(mut answer: impl FnMut(Asked) -> Served + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let ending = Arc::clone(&over);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ending.load(Ordering::SeqCst) {
                    return;
                }
                serve(&mut stream.unwrap(), &mut answer);
            }
        });
        Server { url: format!("http://{address}"), address, over, thread: Some(thread) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // A last connection wakes the server, which then sees that it is over.
        let _ = TcpStream::connect(self.address);
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(std::thread::panicking() || ended.is_none_or(|ended| ended.is_ok()), "the server failed");
    }
}

fn serve(stream: &mut TcpStream, answer: &mut impl FnMut(Asked) -> Served) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap() == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).unwrap();
    match answer(Asked { head, body }) {
        Served::Answer(status, body) => {
            let head = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            // Whoever finds the answer too long hangs up, which is theirs to do.
            let _ = stream.write_all(&[head.as_bytes(), &body].concat());
        }
        Served::Silence => {
            let _ = stream.read(&mut [0]);
        }
    }
}
