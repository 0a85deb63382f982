//! When the law moves: what differs between two dates or two packs, and what that would do to open cases.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, TOY, told};

/// Copies the toy pack, with pieces of its files replaced.
fn altered(desk: &Desk, changes: &[(&str, &str, &str)]) -> String {
    let pack = desk.path("altered");
    common::copy_folder(TOY.as_ref(), &pack);
    for (file, from, to) in changes {
        let text = std::fs::read_to_string(pack.join(file)).unwrap();
        assert!(text.contains(from), "{file} holds no `{from}`");
        std::fs::write(pack.join(file), text.replace(from, to)).unwrap();
    }
    pack.display().to_string()
}

/// A toy pack in which the least deposit is higher from 2022, and no other thing differs.
fn dearer(desk: &Desk) -> String {
    altered(desk, &[("parameters/figures.yaml", "figure: 7.50", "figure: 30")])
}

/// A toy pack in which a choice and a value have other names.
fn other_questions(desk: &Desk) -> String {
    altered(
        desk,
        &[
            ("schedules/sch-01-kinds.yaml", "id: train,", "id: steam-train,"),
            ("scenarios/lending/a-train-is-lent.yaml", "toy-kind: train", "toy-kind: steam-train"),
            ("decisions/membership.yaml", "id: member,", "id: full-member,"),
            ("decisions/lending.yaml", "value: member", "value: full-member"),
            ("regulations/reg-02-members.yaml", "{ member: member }", "{ member: full-member }"),
        ],
    )
}

#[test]
fn the_law_of_two_dates() {
    let desk = Desk::new();
    let diff = ["rules", "diff", "--rules", TOY, "--from"];
    told!(desk.transcript(&[
        (&[&diff[..], &["2021-01-01", "--to", "2024-03-01"]].concat(), ""),
        (&[&diff[..], &["2021-01-01", "--to", "2021-12-31"]].concat(), ""),
        (&[&diff[..], &["2021-01-01", "--to", "2024-03-01", "--format", "json"]].concat(), ""),
        (&[&diff[..], &["2019-01-01", "--to", "2024-03-01"]].concat(), ""),
        (&diff[..4], ""),
    ]));
}

#[test]
fn the_law_of_two_packs() {
    let desk = Desk::new();
    let dearer = dearer(&desk);
    let diff = ["rules", "diff", "--rules", TOY, "--against"];
    told!(desk.transcript(&[
        (&[&diff[..], &[&dearer]].concat(), ""),
        (&[&diff[..], &[&dearer, "--from", "2021-01-01"]].concat(), ""),
        (&[&diff[..], &[TOY]].concat(), ""),
    ]));
}

#[test]
fn a_rule_that_stands_in_one_text_more_reads_as_before() {
    let desk = Desk::new();
    let text = "reg 4 }\n";
    let later =
        "reg 4 }\n  - { id: V4, from: 2029-01-01, selected-by: commencement, source: amending regulations 2029 }\n";
    let pack = altered(
        &desk,
        &[
            ("pack.yaml", text, later),
            ("provisions.yaml", "texts: [V2]", "texts: [V2, V4]"),
            ("regulations/reg-03-lending.yaml", "V2]", "V2, V4]"),
        ],
    );
    let diff = desk.psr(&["rules", "diff", "--rules", TOY, "--against", &pack, "--from", "2024-03-01"]);
    assert!(diff.stdout.contains("Nothing differs."), "{}", diff.stdout);
    let later = desk.psr(&["rules", "diff", "--rules", TOY, "--against", &pack, "--from", "2030-01-01"]);
    assert!(later.stdout.contains("Texts of the law") && !later.stdout.contains("Rules"), "{}", later.stdout);
}

#[test]
fn a_copy_of_the_built_in_pack_is_the_same_and_writes_over_nothing() {
    let desk = Desk::new();
    let copy = desk.path("copy").display().to_string();
    assert_eq!(desk.psr(&["rules", "eject", &copy]).exit, psr_cli::Exit::Done);
    let diff = desk.psr(&["rules", "diff", "--against", &copy]);
    assert!(diff.stdout.contains("Nothing differs.") && !diff.stdout.contains("sha256"), "{}", diff.stdout);
    std::fs::remove_file(desk.path("copy/pack.yaml")).unwrap();
    let again = desk.psr(&["rules", "eject", &copy]);
    assert!(
        again.exit == psr_cli::Exit::CouldNotLook && again.stderr.contains("the file is there already"),
        "{again:?}"
    );
    assert!(!desk.path("copy/pack.yaml").exists());
}

#[test]
fn packs_that_ask_differently() {
    let desk = Desk::new();
    let other = other_questions(&desk);
    told!(desk.transcript(&[(&["rules", "diff", "--rules", TOY, "--against", &other, "--from", "2024-03-01"], "")]));
}

#[test]
fn open_cases_under_another_pack() {
    let desk = Desk::with_case();
    let dearer = dearer(&desk);
    let answer = |question: &str, value: &str| {
        desk.psr(&["answer", "TOY-1", question, value, "--reason", "Seen.", "--view-of", "Ada"]);
    };
    answer("toy-kind", "train");
    answer("deposit", "20");
    answer("toy-value", "40");
    answer("change-in-value", "0");
    let register = desk.path("register").display().to_string();
    told!(desk.transcript(&[
        (&["rules", "impact", "--rules", &dearer], ""),
        (&["rules", "impact", "--rules", &dearer, &register, "--key", "nowhere", "--format", "json"], ""),
        (&["rules", "impact", "--rules", TOY], ""),
        (&["verify"], ""),
        (&["case", "close", "TOY-1"], ""),
        (&["rules", "impact", "--rules", &dearer], ""),
    ]));
}

#[test]
fn answers_that_do_not_fit_another_pack() {
    let desk = Desk::with_case();
    let other = other_questions(&desk);
    desk.psr(&["answer", "TOY-1", "toy-kind", "train", "--reason", "Seen."]);
    desk.psr(&["answer", "TOY-1", "membership/lives-in-town", "yes", "--reason", "Card."]);
    told!(desk.transcript(&[(&["rules", "impact", "--rules", &other], ""), (&["rules", "impact"], ""),]));
}
