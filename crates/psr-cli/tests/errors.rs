//! What can go wrong, as a reader is told: what, where, what to do next; all of it at once, and nothing recorded.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, TOY, copy_folder, told};
use psr_cli::Exit;

#[test]
fn arguments_and_facts() {
    let desk = Desk::new();
    let malformed = desk.file("malformed.yaml", "commenced: 2024-03-01\nanswers: { toy-kind: [train\n");
    let wrong = "commenced: 2024-02-30\nanswers: { toy-kind: tram, deposit: 5.125, toy-value: -40, damged: yes, damaged: maybe }\nother: 1\n";
    let wrong = desk.file("wrong.yaml", wrong);
    let missing = desk.path("missing.yaml").display().to_string();
    told!(desk.transcript(&[
        (&["determine", &malformed, "--rules", TOY], ""),
        (&["determine", &wrong, "--rules", TOY], ""),
        (&["determine", &missing, "--rules", TOY], ""),
        (&["determine", "-", "--rules", TOY, "--decision", "landing"], ""),
        (&["determine", "-", "--rules", TOY], "\u{0}"),
        (&["determine", "--batch", "--format", "text", "--rules", TOY], ""),
        (&["determine"], ""),
        (&["rules", "check", "--rules", &missing], ""),
        (&["rules", "show", "reg 99", "--rules", TOY], ""),
        (&["sho"], ""),
    ]));
}

#[test]
fn registers_and_keys() {
    let desk = Desk::new();
    let register = desk.path("toys").display().to_string();
    let nowhere = desk.path("nowhere").display().to_string();
    let inside = desk.path("toys/own.key").display().to_string();
    let list: &[&str] = &["--register", &register, "case", "list"];
    let open = ["--register", &register, "case", "open", "--title", "A train", "--reference", "T-1", "--rules", TOY];
    told!(desk.transcript(&[
        (&["case", "list"], ""),
        (&["verify", "toys"], ""),
        (&["--register", &nowhere, "case", "list"], ""),
        (&["--register", "postgres://127.0.0.1:1/psr", "case", "list"], ""),
        (&["init", &register, "--key", &inside], ""),
        (&["init", &register, "--name", "example.org/toys"], ""),
        (&["init", &register, "--name", "example.org/toys"], ""),
        (&["init", &register, "--name", "example.org/other"], ""),
        (&["init", "--name", "two words"], ""),
        (list, ""),
        (&[&open[..], &["--key", &nowhere]].concat(), ""),
        (&[&open[..], &["--actor", " "]].concat(), ""),
    ]));
}

#[test]
fn cases_and_answers() {
    let desk = Desk::with_case();
    let all_wrong = "\
answers:
  - { question: deposit, value: 5.125, reason: x }
  - { question: depositt, value: 5, reason: x }
  - { question: lives-in-town, value: yes, reason: x }
  - { question: damaged, value: no, reason: x, lot: North, surprise: 1 }
";
    let all_wrong = desk.file("wrong.yaml", all_wrong);
    let evidence = desk
        .file("evidence.yaml", "answers:\n  - { question: deposit, value: 5, reason: x, evidence: [missing.pdf] }\n");
    let missing = desk.path("missing.pdf").display().to_string();
    let answer = |rest: &'static [&'static str]| [&["answer", "TOY-1"], rest].concat();
    told!(desk.transcript(&[
        (&["show", "TOY-9"], ""),
        (&["case", "open", "--title", " ", "--reference", "TOY-2", "--rules", TOY, "--commenced", "1999-01-01"], ""),
        (&["case", "open", "--title", "Again", "--reference", "TOY-1", "--rules", TOY], ""),
        (&["case", "open", "--title", "x", "--reference", "y", "--commenced", "2026-02-30"], ""),
        (&answer(&["deposit"]), ""),
        (&answer(&["deposit", "5"]), ""),
        (&answer(&["deposit", "-5", "--reason", "x"]), ""),
        (&answer(&["deposit", "5.125", "--reason", "x"]), ""),
        (&answer(&["damaged", "maybe", "--reason", "x"]), ""),
        (&answer(&["toy-kind", "tram", "--reason", "x"]), ""),
        (&answer(&["loan-begins", "2026-02-30", "--reason", "x"]), ""),
        (&answer(&["lives-in-town", "yes", "--reason", "x"]), ""),
        (&answer(&["depositt", "5", "--reason", "x", "--lot", "North"]), ""),
        (&answer(&["deposit", "--withdraw"]), ""),
        (&["answer", "TOY-1", "deposit", "5", "--reason", "x", "--evidence", &missing], ""),
        (&["answer", "TOY-1", "--from", &all_wrong], ""),
        (&["answer", "TOY-1", "--from", &evidence], ""),
        (&["event", "TOY-1", "toy-lost", "--on", "2031-01-01"], ""),
        (&["event", "TOY-1", "toy-returned"], ""),
        (&["approve", "TOY-1", "--sign", "my.key"], ""),
        (&["ask", "TOY-1", "--lot", "North"], ""),
        (&["verify", "TOY-9"], ""),
        (&["verify", "--require", "everything"], ""),
        (&["verify", "--key", "nothing"], ""),
        (&["case", "close", "TOY-1"], ""),
        (&answer(&["deposit", "5", "--reason", "x"]), ""),
        (&["ask", "TOY-1"], ""),
        (&["case", "list"], ""),
    ]));
}

/// Changes the register's database with SQL, past the program.
fn tamper(desk: &Desk, sql: &str) {
    let database = rusqlite::Connection::open(desk.path("register/register.sqlite")).unwrap();
    database.execute_batch(sql).unwrap();
}

const WITHOUT_TRIGGERS: &str = "DROP TRIGGER event_refuses_UPDATE; DROP TRIGGER event_refuses_DELETE;";

#[test]
fn a_damaged_register_is_found_out_and_not_written_to() {
    let desk = Desk::with_case();
    let answer: &[&str] = &["answer", "TOY-1", "deposit", "5", "--reason", "x"];
    assert_eq!(desk.psr(answer).exit, Exit::Done);
    tamper(&desk, WITHOUT_TRIGGERS);
    tamper(
        &desk,
        "UPDATE event SET line = CAST(replace(CAST(line AS TEXT), 'psr.actor', 'psr.bctor') AS BLOB) WHERE idx = 1",
    );
    told!(desk.transcript(&[
        (answer, ""),
        (&["verify"], ""),
        (&["verify", "TOY-1"], ""),
        (&["verify", "--format", "json"], ""),
        (&["log", "TOY-1"], ""),
    ]));
}

#[test]
fn a_register_put_back_is_not_written_to() {
    let desk = Desk::with_case();
    copy_folder(&desk.path("register"), &desk.path("copy"));
    assert_eq!(desk.psr(&["answer", "TOY-1", "deposit", "5", "--reason", "x"]).exit, Exit::Done);
    for name in ["register.sqlite", "register.sqlite-wal", "register.sqlite-shm"] {
        let _ = std::fs::remove_file(desk.path("register").join(name));
        let _ = std::fs::copy(desk.path("copy").join(name), desk.path("register").join(name));
    }
    let ran = desk.psr(&["answer", "TOY-1", "deposit", "6", "--reason", "x"]);
    assert_eq!(ran.exit, Exit::FoundWrong);
    assert!(ran.stderr.contains("put back to an older state"), "{}", ran.stderr);
    let ran = desk.psr(&["verify"]);
    assert_eq!(ran.exit, Exit::FoundWrong, "{}", ran.stdout);
}

#[test]
fn a_register_of_a_newer_program_or_none_at_all_is_refused() {
    let desk = Desk::with_case();
    tamper(&desk, "UPDATE meta SET value = '9' WHERE key = 'format'");
    let other = desk.path("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("register.sqlite"), "no database").unwrap();
    let other = other.display().to_string();
    told!(desk.transcript(&[
        (&["case", "list"], ""),
        (&["verify"], ""),
        (&["--register", &other, "case", "list"], ""),
    ]));
}

#[test]
fn a_locked_register_is_waited_for_and_then_refused() {
    let desk = Desk::with_case();
    let database = rusqlite::Connection::open(desk.path("register/register.sqlite")).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = desk.psr(&["answer", "TOY-1", "deposit", "5", "--reason", "x"]);
    assert_eq!(ran.exit, Exit::CouldNotLook);
    assert!(ran.stderr.contains("stayed locked by another program"), "{}", ran.stderr);
    assert_eq!(desk.psr(&["show", "TOY-1"]).exit, Exit::Done);
    drop(database);
    assert_eq!(desk.psr(&["answer", "TOY-1", "deposit", "5", "--reason", "x"]).exit, Exit::Done);
}

#[test]
fn a_copy_is_read_and_verified_without_any_key() {
    let mut desk = Desk::with_case();
    copy_folder(&desk.path("register"), &desk.path("copy"));
    std::fs::remove_dir_all(desk.path("config")).unwrap();
    desk.environment.insert("PSR_REGISTER".to_owned(), desk.path("copy").display().to_string());
    assert_eq!(desk.psr(&["verify"]).exit, Exit::Done);
    assert_eq!(desk.psr(&["show", "TOY-1"]).exit, Exit::Done);
    let ran = desk.psr(&["answer", "TOY-1", "deposit", "5", "--reason", "x"]);
    assert_eq!(ran.exit, Exit::CouldNotLook);
    assert!(ran.stderr.contains("--key FILE or PSR_KEY"), "{}", ran.stderr);
}
