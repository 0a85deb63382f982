//! A register is filled with worked cases, each under a reference of its own.
#![allow(clippy::unwrap_used)]

use psr_casefile::casebook::Casebook;
use psr_dev::seeding::{Seeds, sow};
use psr_recorder::{Register, SigningKey};

#[test]
fn cases_are_sown_under_references_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let (place, key) = (folder.path().join("register"), folder.path().join("key"));
    let signing = SigningKey::from_seed(&[1; 32]);
    signing.create_file(&key).unwrap();
    let now = "2026-11-30T12:00:00Z".parse().unwrap();
    drop(Register::create(&place, "example.org/seeds", &signing, now, &mut |bytes: &mut [u8]| bytes.fill(7)).unwrap());

    let words = [place.display().to_string(), key.display().to_string(), "3".to_owned()];
    let figures = sow(&Seeds::read(&words).unwrap(), now, &mut |_| {}).unwrap();

    let cases = Casebook::open_read(&place).unwrap().cases().unwrap();
    let references: Vec<_> = cases.iter().map(|case| case.reference.as_str()).collect();
    assert_eq!(references, ["SEED-000000", "SEED-000001", "SEED-000002"]);
    assert!(figures.events > 100, "{figures:?}");
    assert!(Seeds::read(&words[..2]).is_err());
}
