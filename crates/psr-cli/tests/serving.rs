//! `psr serve` as a program: what it refuses to serve, and two of it over one register on a server that share their sessions.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(unix)]

#[path = "../../psr-recorder/tests/support/postgres_server.rs"]
mod postgres_server;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn psr(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_psr"));
    command.env_clear().env("HOME", home).current_dir(home);
    command.args(["--key", "register.key", "--actor", "Jo Bloggs"]);
    command
}

/// A site that runs, and the way in.
struct Running {
    child: Child,
    address: String,
    way_in: String,
}

impl Running {
    fn start(home: &Path, register: &str) -> Self {
        let mut command = psr(home);
        command.args(["--register", register, "serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut printed = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut printed).unwrap();
        let rest = printed.trim().strip_prefix("http://").unwrap();
        let (address, way_in) = rest.split_once('/').unwrap();
        Self { child, address: address.to_owned(), way_in: format!("/{way_in}") }
    }

    fn get(&self, path: &str, cookie: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Stops it as a service is stopped, and tells whether it ended well.
    fn stop(mut self) -> bool {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        self.child.wait().unwrap().success()
    }
}

#[test]
fn two_sites_over_one_register_on_a_server_share_sessions_and_stop_when_told() {
    let Some(url) = postgres_server::url() else { return };
    let database = format!("serving_{}", std::process::id());
    let mut admin = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {database}")).unwrap();
    let register = format!("{}/{database}", url.rsplit_once('/').unwrap().0);
    let home = tempfile::tempdir().unwrap();
    let made = psr(home.path()).args(["init", &register, "--name", "example.org/serving"]).output().unwrap();
    assert!(made.status.success(), "{made:?}");

    let (one, other) = (Running::start(home.path(), &register), Running::start(home.path(), &register));
    let answer = one.get(&one.way_in, "");
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    assert!(other.get("/", "").starts_with("HTTP/1.1 303"));
    let there = other.get("/", cookie);
    assert!(there.starts_with("HTTP/1.1 200") && there.contains("Jo Bloggs"), "{there}");
    assert!(one.stop() && other.stop());
    admin.batch_execute(&format!("DROP DATABASE {database} WITH (FORCE)")).unwrap();
}

fn refused(home: &Path, arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = psr(home).arg("serve").args(arguments).output().unwrap();
    assert_eq!(status.code(), Some(2));
    String::from_utf8(stderr).unwrap()
}

#[test]
fn nothing_is_served_that_should_not_be() {
    let home = tempfile::tempdir().unwrap();
    let all = refused(home.path(), &["--listen", "0.0.0.0:8080"]);
    assert!(all.contains("can be reached from other machines") && all.contains("[oidc]"), "{all}");
    let missing = refused(home.path(), &["--config", "none.toml"]);
    assert!(missing.contains("cannot read the settings of the site") && missing.contains("none.toml"), "{missing}");
    std::fs::write(home.path().join("site.toml"), "lissten = 1\nupload-limit = 5\n").unwrap();
    let wrong = refused(home.path(), &["--config", "site.toml"]);
    for said in ["site.toml:1", "did you mean `listen`?", "site.toml:2", "a text in quotes"] {
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
}
