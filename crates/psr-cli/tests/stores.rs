//! A register on a server, copies between stores, and backups, by the commands.
#![allow(clippy::unwrap_used)]

mod common;
#[path = "../../psr-recorder/tests/support/postgres_server.rs"]
mod postgres_server;

use common::{Desk, TOY};
use psr_cli::Exit;

/// A schema of the server of this run, gone afterwards.
struct Schema {
    url: String,
    name: String,
}

impl Schema {
    fn new(purpose: &str) -> Option<Schema> {
        let name = format!("cli_{}_{purpose}", std::process::id());
        postgres_server::url().map(|url| Schema { url, name })
    }

    fn address(&self) -> String {
        format!("{}?schema={}", self.url, self.name)
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let mut client = postgres::Client::connect(&self.url, postgres::NoTls).unwrap();
        client.batch_execute(&format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name)).unwrap();
    }
}

fn done(desk: &Desk, arguments: &[&str]) -> String {
    let ran = desk.psr(arguments);
    assert_eq!(ran.exit, Exit::Done, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    ran.stdout
}

/// A case is opened and shown in the register that is in use.
fn open_case(desk: &Desk, reference: &str) {
    let open = ["case", "open", "--title", "A train for Ada", "--reference", reference, "--commenced", "2024-03-01"];
    done(desk, &[&open[..], &["--rules", TOY]].concat());
    assert!(done(desk, &["case", "list"]).contains(reference));
}

#[test]
fn a_register_on_a_server_is_worked_with_as_one_in_a_folder() {
    let Some(schema) = Schema::new("work") else { return };
    let mut desk = Desk::new();
    let address = schema.address();
    let said = done(&desk, &["init", &address, "--name", "example.org/toys"]);
    assert!(said.contains(&schema.name) && said.contains("example.org/toys"), "{said}");
    let again = desk.psr(&["init", &address, "--name", "example.org/others"]);
    assert_eq!(again.exit, Exit::CouldNotLook);
    assert!(again.stderr.contains("holds a register already"), "{}", again.stderr);
    desk.environment.insert("PSR_REGISTER".to_owned(), address.clone());
    open_case(&desk, "TOY-1");
    let verified = done(&desk, &["verify"]);
    assert!(verified.contains(&schema.name), "{verified}");
    done(&desk, &["verify", &address]);
    done(&desk, &["verify", "TOY-1"]);
    assert!(desk.path("config/psr/example.org+toys.last-seen").is_file());
}

#[test]
fn a_register_goes_from_a_folder_to_a_server_and_back() {
    let Some(schema) = Schema::new("copy") else { return };
    let mut desk = Desk::with_case();
    let (folder, back) = (desk.path("register").display().to_string(), desk.path("back").display().to_string());
    let there = done(&desk, &["copy", &folder, &schema.address()]);
    let here = done(&desk, &["copy", &schema.address(), &back]);
    let head = |said: &str| said.split("The signed head").nth(1).unwrap().to_owned();
    assert_eq!(head(&there), head(&here));
    assert_eq!(desk.psr(&["copy", &folder, &back]).exit, Exit::CouldNotLook, "a register is never overwritten");
    for place in [schema.address(), back] {
        desk.environment.insert("PSR_REGISTER".to_owned(), place.clone());
        done(&desk, &["verify", &place]);
        open_case(&desk, "TOY-2");
    }
}

#[test]
fn a_backup_is_restored_under_a_new_name() {
    let mut desk = Desk::with_case();
    let (file, place) = (desk.path("backup.zip").display().to_string(), desk.path("restored").display().to_string());
    done(&desk, &["backup", &file]);
    assert_eq!(desk.psr(&["backup", &file]).exit, Exit::CouldNotLook, "a backup is never overwritten");
    open_case(&desk, "TOY-2");
    let said = done(&desk, &["restore", &file, &place, "--gap", "TOY-2 is to be entered again"]);
    assert!(said.contains("example.org/toys/2") && said.contains("signed for the new one"), "{said}");
    desk.environment.insert("PSR_REGISTER".to_owned(), place.clone());
    let cases = done(&desk, &["case", "list"]);
    assert!(cases.contains("TOY-1") && !cases.contains("TOY-2"), "{cases}");
    open_case(&desk, "TOY-3");
    let refused = desk.psr(&["restore", &file, &place]);
    assert_eq!(refused.exit, Exit::CouldNotLook);
    assert!(!desk.path("config/psr/example.org+toys+3.key").exists(), "no key is left of what was not done");
    let neither = desk.file("neither.zip", "a letter");
    assert!(desk.psr(&["restore", &neither, &place]).stderr.contains("is not a backup"));
}
