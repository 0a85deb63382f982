//! The commands of the README and of the guides, done as they are written.
#![cfg(all(unix, feature = "pdf"))]
#![allow(clippy::unwrap_used, clippy::panic)]

mod guide;

use guide::Guide;

/// Runs a guide that brings everything it needs.
fn check(page: &'static str) {
    Guide { page, files: &[], first: &[], not_run: &[] }.check();
}

#[test]
fn the_readme() {
    Guide {
        page: "README.md",
        files: &[
            ("notice.json", "fixtures/invented-notices/ocds-release/notice.json"),
            ("events.yaml", "fixtures/timetables/direct-award-process-c.yaml"),
            ("contracts.csv", "fixtures/contracts/register.csv"),
        ],
        first: &[],
        not_run: &[
            ("cargo run", "it builds the program anew"),
            ("./test", "it is what runs this test"),
            ("crates/psr-dev/packaging/build", "it builds the program anew"),
            ("cargo install", "it builds the program anew; the program under test stands on the path instead"),
        ],
    }
    .check();
}

#[test]
fn a_first_case_in_a_browser() {
    check("docs/guide/first-case.md");
}

#[test]
fn a_first_case_at_the_command_line() {
    check("docs/guide/first-case-commands.md");
}

#[test]
fn for_auditors() {
    check("docs/guide/auditors.md");
}

#[test]
fn for_legal_advisers() {
    check("docs/guide/legal-advisers.md");
}

#[test]
fn for_operators() {
    Guide {
        page: "docs/operations.md",
        files: &[],
        first: &["psr init register", "export PSR_REGISTER=register"],
        not_run: &[
            (
                "psr init \"postgres://",
                "there is no such server; the suites of the server store make registers on one of their own",
            ),
            ("psr backup /backups/", "there is no such folder; the tests of the server store back up and restore"),
        ],
    }
    .check();
}

#[test]
fn for_readers_of_the_welsh_pack() {
    let first = &["ln -s ROOT/rules rules", "psr init register", "export PSR_REGISTER=register"];
    Guide { page: "rules/psr-wales/README.md", files: &[], first, not_run: &[] }.check();
}

#[test]
fn for_developers() {
    check("docs/guide/developers.md");
}
