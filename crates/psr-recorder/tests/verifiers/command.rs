//! `verify.py` as a command: what it prints, and how it ends. It never ends in a traceback.

use std::path::Path;
use std::process::{Command, Output};

use psr_recorder::bundle::{Request, VERIFIER};
use psr_recorder::{Options, Register, verify_bundle};
use serde_json::Value as Json;

use crate::support::sample::{built, unzipped, zipped};
use crate::support::verifiers::Verdict;
use crate::support::{ORIGIN, key, other_key, record};

struct Desk {
    dir: tempfile::TempDir,
    register: Register,
}

impl Desk {
    fn new() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let register = built(&dir.path().join("register"));
        let bytes = zipped(&register, &Request::record(record(0)));
        std::fs::write(dir.path().join("bundle.zip"), &bytes).unwrap();
        // As a stranger does: the verifier is the one that lies in the bundle.
        std::fs::write(dir.path().join("verify.py"), &unzipped(&bytes)["verify.py"]).unwrap();
        Desk { dir, register }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.dir.path().join(name), content).unwrap();
    }

    /// Runs the verifier; nothing where Python is not installed.
    fn run(&self, arguments: &[&str]) -> Option<Output> {
        let command =
            Command::new("python3").args(["-B", "verify.py"]).args(arguments).current_dir(self.dir.path()).output();
        if command.is_err() {
            eprintln!("skipped: python3 is not installed");
        }
        command.ok()
    }

    fn check(&self, arguments: &[&str], code: i32, says: &str) {
        let Some(output) = self.run(arguments) else { return };
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(says) && !said.contains("Traceback"), "{arguments:?}: {said}");
    }
}

#[test]
fn the_verifier_in_the_bundle_reports_what_psr_verify_reports() {
    let desk = Desk::new();
    desk.check(&["bundle.zip"], 0, "Sound: bundle.zip");
    desk.check(&["bundle.zip"], 0, "Not shown: pinned-key");
    let Some(output) = desk.run(&["bundle.zip", "--format", "json"]) else { return };
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    let rust = verify_bundle(&desk.dir.path().join("bundle.zip"), &Options::default());
    assert_eq!(Verdict::from(&report), Verdict::from(rust));
    assert_eq!(report["schema"], 1);
}

#[test]
fn it_ends_with_one_when_something_is_wrong_and_with_two_when_it_could_not_look() {
    let desk = Desk::new();
    desk.file("head", desk.register.signed_head().unwrap());
    desk.file("key", format!("{}\n", key().verifier(ORIGIN)));
    desk.file("policy", "quorum nobody\n");
    let mut broken = std::fs::read(desk.dir.path().join("bundle.zip")).unwrap();
    broken[1000] ^= 1;
    desk.file("broken.zip", &broken);
    desk.file("empty.zip", "");
    desk.file("text.zip", "not a bundle");
    desk.file("cut.zip", &broken[..5000]);
    let stranger = other_key().verifier(ORIGIN).to_string();
    let cases: [(&[&str], i32, &str); 13] = [
        (&["bundle.zip", "--key", "key", "--prior", "head"], 0, "Sound"),
        (&["bundle.zip", "--chain-only"], 0, "signature"),
        (&["bundle.zip", "--key", &stranger], 1, "none of the register's"),
        (&["bundle.zip", "--require", "pinned-key,completeness"], 1, "required, and not shown"),
        (&["broken.zip"], 1, "manifest"),
        (&["cut.zip"], 1, "not as a bundle is written"),
        (&["empty.zip"], 2, "error: cannot look at empty.zip"),
        (&["text.zip"], 2, "error: cannot look at text.zip"),
        (&["nothing.zip"], 2, "error: cannot look at nothing.zip"),
        (&["bundle.zip", "--key", "nonsense"], 2, "error: "),
        (&["bundle.zip", "--prior", "key"], 2, "error: "),
        (&["bundle.zip", "--policy", "policy"], 2, "line 1: "),
        (&["bundle.zip", "--policy", "nowhere"], 2, "error: "),
    ];
    for (arguments, code, says) in cases {
        desk.check(arguments, code, says);
    }
}

#[test]
fn a_bundle_that_was_unpacked_is_verified_as_a_folder() {
    let desk = Desk::new();
    for (name, bytes) in unzipped(&std::fs::read(desk.dir.path().join("bundle.zip")).unwrap()) {
        let path = desk.dir.path().join("unpacked").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    desk.check(&["unpacked"], 0, "Sound: unpacked");
    desk.file("unpacked/events.jsonl", "{}\n");
    desk.check(&["unpacked"], 1, "Not sound");
}

#[test]
fn what_a_bundle_holds_cannot_drive_the_terminal() {
    let desk = Desk::new();
    let path = desk.dir.path().join("unpacked");
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("events.jsonl"), "x\n").unwrap();
    std::fs::write(path.join("\u{1b}[2Jname"), "x").unwrap();
    let Some(output) = desk.run(&["unpacked"]) else { return };
    assert!(!output.stdout.contains(&0x1b), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn it_is_the_standard_library_alone_and_fits_a_sitting() {
    let modules = VERIFIER.lines().filter(|line| line.starts_with("import ") || line.starts_with("from "));
    let known = "argparse, base64, binascii, hashlib, json, os, re, struct, sys, zlib";
    assert_eq!(modules.collect::<Vec<_>>(), [format!("import {known}")]);
    assert!(VERIFIER.lines().count() < 1100 && VERIFIER.lines().all(|line| line.chars().count() <= 120));
    assert!(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/verifiers/verify.py")).is_file());
}
