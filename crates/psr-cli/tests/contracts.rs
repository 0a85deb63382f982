//! Contracts and their ledgers, as a reader sees them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, told};

const CONTRACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/contracts");

fn with_contract() -> Desk {
    let desk = Desk::with_register();
    let open = ["contract", "open", "--reference", "GP-17", "--title", "Primary medical services"];
    let more = ["--provider", "Example Practice", "--awarded-by", "other", "--entered-into", "2024-04-01"];
    let value = ["--lifetime-value", "2000000", "--value-basis", "Ten years of the first year's payments"];
    let ran = desk.psr(&[&open[..], &more, &value, &["--retrospective"]].concat());
    assert_eq!(ran.exit, psr_cli::Exit::Done, "{}", ran.stderr);
    desk
}

#[test]
fn a_contract_and_its_ledger() {
    let desk = with_contract();
    let change = ["contract", "change", "GP-17"];
    told!(
        desk.transcript(&[
            (&["contract", "list"], ""),
            (&["case", "list"], ""),
            (&[&change[..], &["--on", "2025-01-01", "--what", "Extended hours", "--change", "300000"]].concat(), ""),
            (
                &[
                    &change[..],
                    &["--on", "2026-01-01", "--what", "A branch closed", "--change", "-200000.50"],
                    &["--attributable", "yes"]
                ]
                .concat(),
                ""
            ),
            (
                &[
                    &change[..],
                    &["--on", "2026-01-01", "--what", "A branch opened", "--change", "200000"],
                    &["--corrects", "3"]
                ]
                .concat(),
                ""
            ),
            (&["contract", "show", "GP-17"], ""),
            (&["contract", "show", "GP-17", "--format", "json"], ""),
            (&[&change[..], &["--on", "2024-01-01", "--what", " ", "--change", "1", "--corrects", "3"]].concat(), ""),
            (&["contract", "show", "GP-18"], ""),
            (&["verify"], ""),
            (&["contract", "close", "GP-17", "--reason", "It ended."], ""),
            (&[&change[..], &["--on", "2025-01-01", "--what", "More", "--change", "1"]].concat(), ""),
        ])
    );
}

#[test]
fn a_case_about_a_contract_enters_what_it_decided() {
    let desk = with_contract();
    let open = ["case", "open", "--title", "More hours", "--reference", "MOD-1", "--contract", "GP-17"];
    assert_eq!(desk.psr(&open).exit, psr_cli::Exit::Done);
    let change = ["contract", "change", "GP-17", "--case", "MOD-1", "--what", "More hours", "--change", "60000"];
    told!(desk.transcript(&[
        (&change, ""),
        (&["event", "MOD-1", "modified", "--on", "2026-05-01"], ""),
        (&change, ""),
        (&["contract", "show", "GP-17"], ""),
        (&["case", "open", "--title", "T", "--reference", "R", "--contract", "GP-99"], ""),
    ]));
}

#[test]
fn a_register_from_tables() {
    let desk = Desk::with_register();
    let table = |name: &str| {
        let text = std::fs::read_to_string(std::path::Path::new(CONTRACTS).join(name)).unwrap();
        desk.file(name.rsplit('/').next().unwrap(), text)
    };
    let (contracts, changes, wrong) = (table("register.csv"), table("changes.csv"), table("faults/values.csv"));
    told!(desk.transcript(&[
        (&["contract", "import", &wrong], ""),
        (&["contract", "import", &contracts, "--changes", &changes, "--dry-run"], ""),
        (&["contract", "list"], ""),
        (&["contract", "import", &contracts, "--changes", &changes], ""),
        (&["contract", "import", &contracts, "--changes", &changes], ""),
        (&["contract", "list"], ""),
        (&["contract", "import", "nowhere.csv"], ""),
    ]));
}
