//! Holding, keeping and erasing, horizons, and answers from a ledger, as a reader sees them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, told};

fn with_case(reference: &str, more: &[&str]) -> Desk {
    let desk = Desk::with_register();
    let contract = ["contract", "open", "--reference", "GP-17", "--title", "Primary medical services"];
    let about = ["--provider", "Example Practice", "--awarded-by", "other", "--entered-into", "2024-04-01"];
    let value = ["--lifetime-value", "2000000", "--value-basis", "Ten years of the first year's payments"];
    desk.psr(&[&contract[..], &about, &value].concat());
    desk.psr(&["contract", "change", "GP-17", "--on", "2025-01-01", "--what", "More hours", "--change", "300000"]);
    let open = ["case", "open", "--title", "More services", "--reference", reference, "--commenced", "2026-04-01"];
    let ran = desk.psr(&[&open[..], more].concat());
    assert_eq!(ran.exit, psr_cli::Exit::Done, "{}", ran.stderr);
    desk
}

#[test]
fn a_case_is_held_kept_and_erased() {
    let desk = with_case("AUD-1", &[]);
    let erase = ["erase", "AUD-1", "3", "reason", "--reason", "It named somebody.", "--ground", "UK GDPR art 17"];
    told!(desk.transcript(&[
        (&["event", "AUD-1", "representation-received", "--on", "2026-05-01", "--detail", "from=Example Ltd"], ""),
        (&["answer", "AUD-1", "existing-provider", "yes", "--reason", "Mr Example said so."], ""),
        (&["hold", "AUD-1"], ""),
        (&erase, ""),
        (&["hold", "AUD-1", "release", "--reason", "It is over."], ""),
        (&["event", "AUD-1", "further-decision-communicated", "--on", "2026-05-02"], ""),
        (&["retention", "AUD-1", "--until", "2026-05-31", "--source", "Schedule, line 4"], ""),
        (&erase, ""),
        (&[&erase[..], &["--yes"]].concat(), ""),
        (&[&erase[..], &["--yes"]].concat(), ""),
        (&["case", "list", "--retention-due"], ""),
        (&["case", "list", "--retention-due", "--as-of", "2026-06-01"], ""),
        (&["case", "list", "--retention-due", "--as-of", "2026-06-01", "--format", "json"], ""),
        (&["log", "AUD-1"], ""),
    ]));
}

#[test]
fn a_ledger_answers() {
    let desk = with_case("MOD-1", &["--contract", "GP-17"]);
    told!(desk.transcript(&[
        (&["answer", "MOD-1", "original-lifetime-value", "--from-ledger"], ""),
        (&["answer", "MOD-1", "cumulative-change-in-lifetime-value", "--from-ledger"], ""),
        (&["answer", "MOD-1", "cumulative-change-in-lifetime-value", "--from-ledger", "--plus", "-1000.50"], ""),
        (&["answer", "MOD-1", "existing-provider", "--from-ledger"], ""),
    ]));
    assert!(!desk.psr(&["check", "MOD-1"]).stdout.contains("ledger"));
    desk.psr(&["contract", "change", "GP-17", "--on", "2026-01-01", "--what", "Fewer", "--change", "-5"]);
    assert!(desk.psr(&["check", "MOD-1"]).stdout.contains("GP-17"));
}

#[test]
fn where_a_case_stands_shows_what_its_ledger_says() {
    let desk = with_case("MOD-1", &["--contract", "GP-17"]);
    let shown = desk.psr(&["show", "MOD-1"]).stdout;
    assert!(shown.contains("The ledger of contract GP-17 says"), "{shown}");
    assert!(shown.contains("--from-ledger --plus"), "{shown}");
}

#[test]
fn horizons() {
    let desk = Desk::new();
    let facts = desk.file(
        "facts.yaml",
        "decision: modification\ncommenced: 2026-04-01\nanswers:\n  modification-provided-for-in-documents: no\n  modification-solely-provider-succession: no\n  \
         modification-responds-to-external-factors: no\n  modification-attributable-to-authority: yes\n  modification-renders-materially-different: no\n  \
         original-award-by-direct-award-a-or-b: no\nper-year:\n  original-lifetime-value: 200000\n  cumulative-change-in-lifetime-value: 60000\n",
    );
    let wrong = desk.file("wrong.yaml", "commenced: 2026-04-01\nper-year: { toys: 5, existing-provider: yes }\n");
    told!(desk.transcript(&[
        (&["horizon", &facts, "--format", "text"], ""),
        (&["horizon", &facts, "--years", "7"], ""),
        (&["horizon", &wrong], ""),
    ]));
}
