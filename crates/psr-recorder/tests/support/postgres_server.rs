//! A PostgreSQL for the tests: the one that `PSR_TEST_POSTGRES` names, else one started for this program and stopped with it.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The server that was started, kept so that its standard input ends with this program, however that ends.
struct Server {
    url: String,
    _child: Option<Child>,
}

/// Returns the server's address; nothing, and a word about it, where there is none to be had.
pub fn url() -> Option<String> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(find).as_ref().map(|server| server.url.clone())
}

fn find() -> Option<Server> {
    if let Some(url) = std::env::var("PSR_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
        return Some(Server { url, _child: None });
    }
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../psr-recorder/tests/support/postgres-server");
    let started = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut url = String::new();
    let child = started.ok().and_then(|mut child| {
        BufReader::new(child.stdout.take()?).read_line(&mut url).ok()?;
        Some(child)
    });
    match url.trim() {
        "" => {
            eprintln!("skipped: no PostgreSQL could be started; what the server store does was not tested");
            None
        }
        url => Some(Server { url: url.to_owned(), _child: child }),
    }
}
