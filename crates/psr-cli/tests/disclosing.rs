//! A disclosure from the plan to the file that a stranger verifies: what is withheld is in none of its bytes, and cannot be guessed.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;

use common::{Desk, told};
use psr_cli::Exit;
use psr_recorder::bundle::read;
use psr_recorder::{Digest, Disclosure, FieldState, Options, Value, verify_bundle};

/// What must not leave: typed by somebody, each somewhere else.
const SECRETS: [&str; 6] =
    ["Rival Toys", "a hidden spring", "Counsel says no", "rival-plan", "drawn in ink", "the attic"];

/// A loan with helpers of two firms, files, advice of counsel and something that nobody asks for.
fn desk() -> Desk {
    let desk = Desk::with_case();
    desk.file("rival-plan.txt", "drawn in ink");
    desk.file("photo.txt", "a train");
    let answers = desk.file(
        "answers.yaml",
        "answers:\n  - { question: borrower, value: Ada Toys, reason: She asked for it. }\n  \
         - question: helpers\n    value: [{ name: Ada Toys, role: Shelves }, { name: Rival Toys, role: It has a hidden spring }]\n    reason: On the rota.\n  \
         - { question: lives-in-town, decision: membership, value: yes, reason: It came down from the attic. }\n  \
         - { question: toy-kind, value: train, reason: It runs on rails., evidence: [photo.txt] }\n  \
         - { question: toy-value, value: 40, reason: The rival says so., evidence: [rival-plan.txt] }\n  \
         - { question: damaged, value: yes, reason: Counsel says no., privileged: true, view-of: The librarian }\n",
    );
    let ran = desk.psr(&["answer", "TOY-1", "--from", &answers]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    desk
}

/// Proposes a plan and decides in it: what names the rival, and the file that is the rival's, stays.
fn plan(desk: &Desk) -> String {
    let path = desk.path("plan.yaml").display().to_string();
    let ran = desk.psr(&["disclose", "TOY-1", "--to", "Ada Toys", "--for-request", "R-7", "--propose", &path]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    let mut decided = String::new();
    let mut ours = false;
    for line in std::fs::read_to_string(&path).unwrap().lines() {
        ours = if line.contains("shows:") { line.contains("photo") } else { ours };
        let stays = "give: no\n        on: surprise\n        explanation: It is somebody else's surprise.";
        decided.push_str(&line.replace("give: undecided", if ours { "give: yes" } else { stays }));
        decided.push('\n');
    }
    desk.file("decided.yaml", decided)
}

fn disclosed(desk: &Desk) -> std::path::PathBuf {
    let (plan, bundle) = (plan(desk), desk.path("for-ada.zip"));
    let ran = desk.psr(&["disclose", "TOY-1", "--to", "Ada Toys", "--plan", &plan, "-o", bundle.to_str().unwrap()]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    bundle
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_way_of_a_disclosure() {
    let desk = desk();
    let (plan_file, bundle) = (plan(&desk), desk.path("for-ada.zip").display().to_string());
    let undecided = desk.path("plan.yaml").display().to_string();
    let give = ["disclose", "TOY-1", "--to", "Ada Toys"];
    told!(desk.transcript(&[
        (&give, ""),
        (&[&give[..], &["--plan", &undecided, "-o", &bundle]].concat(), ""),
        (&[&give[..], &["--dry-run"]].concat(), ""),
        (&[&give[..], &["--plan", &plan_file]].concat(), ""),
        (&["disclose", "TOY-1", "--to", "Bea Toys", "--plan", &plan_file, "--kind", "anybody", "-o", &bundle], ""),
        (&[&give[..], &["--plan", &plan_file, "--dry-run"]].concat(), ""),
        (&[&give[..], &["--plan", &plan_file, "-o", &bundle]].concat(), ""),
        (&[&give[..], &["--plan", &plan_file, "-o", &bundle]].concat(), ""),
        (&["verify", &bundle], ""),
        (&["show", "TOY-1"], ""),
        (&["log", "TOY-1"], ""),
    ]));
}

#[test]
fn the_bundle_verifies_and_nothing_withheld_is_in_any_of_its_bytes() {
    let desk = desk();
    let bundle = disclosed(&desk);
    let report = verify_bundle(&bundle, &Options::default()).unwrap();
    assert_eq!(report.faults, []);
    assert_eq!(report.fields.missing, 0);
    assert!(report.fields.withheld > 10 && report.fields.shown > 10, "{:?}", report.fields);
    assert!(format!("{:?}", report.not_proved).contains("withheld"), "{:?}", report.not_proved);
    let bytes = std::fs::read(&bundle).unwrap();
    let shown: Vec<Value> = shown(&bundle);
    for secret in SECRETS {
        assert!(!contains(&bytes, secret.as_bytes()), "{secret} is in the file");
        assert!(!shown.iter().any(|value| format!("{value:?}").contains(secret)), "{secret} is disclosed");
    }
    assert!(
        contains(&bytes, b"a train") && shown.iter().any(|value| format!("{value:?}").contains("She asked for it."))
    );
    let names = Digest::of_file(&bundle).unwrap().to_string();
    assert!(desk.psr(&["log", "TOY-1"]).stdout.contains(&names), "the record names the file that left");
}

fn shown(bundle: &Path) -> Vec<Value> {
    let fields = read(bundle).unwrap().entries.into_iter().flat_map(|entry| entry.fields);
    fields
        .filter_map(|field| match field.state {
            FieldState::Shown { value, .. } => Some(value),
            _ => None,
        })
        .collect()
}

#[test]
fn a_withheld_yes_or_no_cannot_be_found_by_trying_both() {
    let desk = desk();
    let bundle = disclosed(&desk);
    // The withheld answer as the register keeps it, salt and all, and where in the case it stands.
    let register = psr_recorder::Register::open_read(&desk.path("register")).unwrap();
    let entries = register.events(register.records().unwrap()[0]).unwrap();
    let damaged = |path: &str| path.ends_with("/damaged/value");
    let field = entries
        .iter()
        .flat_map(|entry| &entry.fields)
        .find(|field| matches!(&field.state, FieldState::Shown { path, .. } if damaged(path)));
    let field = field.unwrap();
    let FieldState::Shown { path, value } = &field.state else { panic!("it is shown") };
    let salt = salt(&desk, field.digest);
    let body = |salt: &[u8], yes: bool| {
        let answer = Value::Map([("yes_no".to_owned(), Value::Bool(yes))].into());
        Disclosure { salt: salt.to_vec(), path: path.clone(), value: answer }.to_body().unwrap()
    };
    let held: std::collections::BTreeSet<Digest> =
        read(&bundle).unwrap().entries.iter().flat_map(|entry| entry.header.sd.clone()).collect();
    let digest = |body: String| Disclosure::digest(body.as_bytes());
    // With the salt the answer would be found at once, so the attack below is the right one.
    let yes = *value == Value::Map([("yes_no".to_owned(), Value::Bool(true))].into());
    assert!(held.contains(&digest(body(&salt, yes))) && !held.contains(&digest(body(&salt, !yes))));
    // Without it every salt that the file shows is tried, and those that somebody would try first.
    let mut salts: Vec<Vec<u8>> = vec![vec![0; 16], vec![255; 16], (0..16).collect()];
    let bytes = std::fs::read(&bundle).unwrap();
    salts.extend(bytes.windows(16).map(<[u8]>::to_vec));
    for salt in salts {
        assert!(
            ![true, false].iter().any(|yes| held.contains(&digest(body(&salt, *yes)))),
            "a salt in the file opens the answer"
        );
    }
    let texts = [body(&salt, yes)[..32].to_owned(), salt.iter().map(|byte| format!("{byte:02x}")).collect()];
    assert!(
        !contains(&bytes, &salt) && texts.iter().all(|text| !contains(&bytes, text.as_bytes())),
        "the salt is in the file"
    );
}

/// Returns the salt of a field in the register.
fn salt(desk: &Desk, digest: Digest) -> Vec<u8> {
    let connection = rusqlite::Connection::open(desk.path("register").join("register.sqlite")).unwrap();
    let body: String = connection
        .query_row("SELECT body FROM disclosure WHERE digest = ?1", [digest.as_bytes()], |row| row.get(0))
        .unwrap();
    Disclosure::parse(body.as_bytes()).unwrap().salt
}

#[test]
fn hostile_names_links_and_full_disks_leave_nothing_behind() {
    let desk = desk();
    for to in ["", "   ", "Ada\u{202e}yoT", "Ada\u{1b}[2J", "Ada\0", &"x".repeat(201), "Ada\u{200b}Toys"] {
        let ran = desk.psr(&["disclose", "TOY-1", "--to", to, "--dry-run"]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Exit::CouldNotLook, ""), "{to:?}");
        assert!(ran.stderr.contains("--to"), "{}", ran.stderr);
    }
    let quoted = desk.psr(&["disclose", "TOY-1", "--to", "\"Ada\": # *x\\", "--dry-run"]);
    assert!(quoted.stdout.contains("to: \"\\\"Ada\\\": # *x\\\\\"\n"), "{}", quoted.stdout);
    let plan = plan(&desk);
    let entries = |desk: &Desk| desk.psr(&["log", "TOY-1", "--format", "json"]).stdout;
    let before = entries(&desk);
    let give = |output: &str| desk.psr(&["disclose", "TOY-1", "--to", "Ada Toys", "--plan", &plan, "-o", output]);
    assert_eq!(give("/nowhere/at/all.zip").exit, Exit::CouldNotLook);
    #[cfg(unix)]
    {
        let (link, target) = (desk.path("link.zip"), desk.path("target"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert_eq!(give(link.to_str().unwrap()).exit, Exit::CouldNotLook);
        assert!(!target.exists(), "the link was followed");
    }
    let huge = desk.file("huge.yaml", "x".repeat(2 << 20));
    let ran = desk.psr(&["disclose", "TOY-1", "--to", "Ada Toys", "--plan", &huge, "--dry-run"]);
    assert!(ran.exit == Exit::CouldNotLook && ran.stderr.contains("larger than 1 MiB"), "{}", ran.stderr);
    assert_eq!(entries(&desk), before, "something was recorded");
}

#[test]
fn half_a_bundle_is_removed_and_nothing_is_recorded() {
    let desk = desk();
    let (plan, bundle) = (plan(&desk), desk.path("for-ada.zip"));
    let before = desk.psr(&["log", "TOY-1"]).stdout;
    // The file that is given is damaged: it is read, and found out, only after most of the bundle was written.
    let photo = Digest::of_file(&desk.path("photo.txt")).unwrap().hex();
    std::fs::write(desk.path("register").join("evidence").join(&photo[..2]).join(&photo), "a boat!").unwrap();
    let ran = desk.psr(&["disclose", "TOY-1", "--to", "Ada Toys", "--plan", &plan, "-o", bundle.to_str().unwrap()]);
    assert_ne!(ran.exit, Exit::Done, "{}", ran.stdout);
    assert!(!bundle.exists(), "half a bundle is left");
    assert_eq!(desk.psr(&["log", "TOY-1"]).stdout, before, "it is recorded although it was not given");
}

#[test]
fn the_python_verifier_counts_the_same_fields() {
    let desk = desk();
    let bundle = disclosed(&desk);
    let report = verify_bundle(&bundle, &Options::default()).unwrap();
    let verifier = desk.file("verify.py", psr_recorder::bundle::VERIFIER);
    let ran = std::process::Command::new("python3")
        .args([&verifier, bundle.to_str().unwrap(), "--format", "json"])
        .output()
        .unwrap();
    let said: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!((ran.status.code(), said["sound"].as_bool()), (Some(0), Some(true)), "{said}");
    let fields = ["shown", "withheld", "erased", "missing"].map(|state| said["fields"][state].as_u64().unwrap());
    assert_eq!(fields, [report.fields.shown, report.fields.withheld, report.fields.erased, report.fields.missing]);
    assert!(said["not-proved"].to_string().contains("withheld: "), "{said}");
}
