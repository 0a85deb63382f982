//! Bundles through the program: a case goes from one register into another, and an auditor gets every header.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, TOY};
use psr_cli::Exit;

fn done(desk: &Desk, arguments: &[&str]) -> String {
    let ran = desk.psr(arguments);
    assert_eq!(ran.exit, Exit::Done, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    ran.stdout
}

/// A desk with a case in a register, its bundle, and a second register, which is then the one in use.
fn two_registers() -> (Desk, String, String) {
    let mut desk = Desk::with_case();
    done(&desk, &["answer", "TOY-1", "toy-kind", "train", "--reason", "Ada says so."]);
    let bundle = desk.path("toy-1.zip").display().to_string();
    done(&desk, &["export", "TOY-1", "-o", &bundle]);
    let first = desk.environment["PSR_REGISTER"].clone();
    let second = desk.path("second").display().to_string();
    done(&desk, &["init", &second, "--name", "example.org/other"]);
    desk.environment.insert("PSR_REGISTER".to_owned(), second);
    (desk, bundle, first)
}

#[test]
fn an_imported_case_is_shown_verified_rendered_and_continued() {
    let (desk, bundle, _) = two_registers();
    let said = done(&desk, &["import", &bundle]);
    assert!(said.contains("entries taken over from example.org/toys"), "{said}");
    assert!(done(&desk, &["case", "list"]).contains("TOY-1"));
    assert!(done(&desk, &["show", "TOY-1"]).contains("TOY-1"));
    assert!(done(&desk, &["log", "TOY-1"]).contains("Ada says so."));
    done(&desk, &["verify"]);
    done(&desk, &["verify", "TOY-1"]);
    done(&desk, &["answer", "TOY-1", "toy-value", "40", "--reason", "Counted here."]);
    assert!(done(&desk, &["log", "TOY-1"]).contains("Counted here."));
    done(&desk, &["verify", "--require", "replay"]);
    let again = desk.path("again.zip").display().to_string();
    done(&desk, &["export", "TOY-1", "-o", &again]);
    done(&desk, &["verify", &again]);
}

#[test]
fn a_second_import_adds_nothing_and_a_broken_bundle_is_refused() {
    let (desk, bundle, _) = two_registers();
    let without_key = desk.psr(&["import", &bundle]);
    assert!(without_key.stderr.contains("--verifier"), "{}", without_key.stderr);
    assert!(done(&desk, &["import", &bundle]).contains("every entry was here already"));
    let wrong = desk.psr(&["import", &bundle, "--verifier", "nonsense"]);
    assert!(wrong.exit != Exit::Done && wrong.stderr.contains("no verifier key"), "{}", wrong.stderr);
    let mut bytes = std::fs::read(&bundle).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let broken = desk.file("broken.zip", bytes);
    let refused = desk.psr(&["import", &broken]);
    assert!(refused.exit != Exit::Done && refused.stderr.contains("nothing was recorded"), "{}", refused.stderr);
}

#[test]
fn an_auditor_gets_every_header_and_the_cases_that_are_named() {
    let desk = Desk::with_case();
    let open =
        ["case", "open", "--title", "A kite", "--reference", "TOY-2", "--commenced", "2024-03-01", "--rules", TOY];
    done(&desk, &open);
    let audit = desk.path("audit.zip").display().to_string();
    done(&desk, &["export", "--auditor", "--cases", "TOY-1", "-o", &audit]);
    let said = done(&desk, &["verify", &audit]);
    assert!(said.contains("Sound") && said.contains("withheld"), "{said}");
    let neither = desk.psr(&["export", "-o", &audit]);
    assert!(neither.exit != Exit::Done && neither.stderr.contains("<CASE>"), "{}", neither.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_that_stands_where_the_bundle_is_to_go_is_not_followed() {
    let desk = Desk::with_case();
    let (target, link) = (desk.path("target"), desk.path("toy.zip"));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let ran = desk.psr(&["export", "TOY-1", "-o", &link.display().to_string()]);
    assert!(ran.exit != Exit::Done && !target.exists(), "{}", ran.stderr);
}

#[test]
fn what_was_typed_cannot_drive_the_terminal() {
    let desk = Desk::with_case();
    let answer = |reason: &str| desk.psr(&["answer", "TOY-1", "toy-kind", "train", "--reason", reason]);
    for escape in ["\u{1b}[2J", "\u{9b}2J", "\u{7}", "\0"] {
        let refused = answer(&format!("Clear {escape} all."));
        assert!(refused.exit != Exit::Done && !refused.stderr.contains(escape), "{refused:?}");
    }
    answer("Written \u{202e}backwards.");
    for arguments in [&["log", "TOY-1"][..], &["show", "TOY-1"]] {
        let said = done(&desk, arguments);
        assert!(!said.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{arguments:?}: {said:?}");
    }
}
