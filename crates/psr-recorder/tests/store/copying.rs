//! Moving a register between stores, and backing it up.
#![allow(clippy::unwrap_used)]

use psr_recorder::verify::FaultKind;
use psr_recorder::{Error, NewKey, Options, Place, Restore, SigningKey, Value, store};

use crate::support::home::Home;
use crate::support::{ORIGIN, answer, key, noon, other_key, record, seeded};

crate::on_both_stores! {
    a_backup_holds_the_whole_register,
    a_register_is_restored_without_its_old_key_too,
    a_restored_register_goes_on_under_a_new_name_and_says_so,
}

/// A register with something in every table, of which one field was erased.
fn varied(home: &Home) {
    home.filled(3, 4);
    let mut register = home.open_write();
    let large = register.put_evidence(&mut &vec![7; 3_000_000][..]).unwrap();
    let mut append = answer(record(0), Some(3), 100);
    append.fields.push(("evidence/0/sha256".to_owned(), Value::from(large.digest.to_string())));
    append.checkpoint = true;
    register.append(&append, &mut seeded(9_001)).unwrap();
    register.put_anchor(13, "kept-by-hand", b"\x00\xffproof").unwrap();
    register.put_anchor(0, "kept-by-hand", b"older proof").unwrap();
    let digest = register.events(record(1)).unwrap()[2].fields[1].digest;
    let mut erasure = answer(record(1), Some(3), 101);
    erasure.fields = vec![("ground".to_owned(), Value::from("UK GDPR article 17"))];
    register.erase(&erasure, &[digest], &mut seeded(9_002)).unwrap();
}

/// Everything a register in a folder holds, as text, in order.
fn dump(place: &Place) -> Vec<String> {
    let database = rusqlite::Connection::open(place.folder().unwrap().join("register.sqlite")).unwrap();
    let mut rows = Vec::new();
    for query in [
        "SELECT key || '|' || value FROM meta ORDER BY key",
        "SELECT idx || '|' || rec || '|' || seq || '|' || op || '|' || hex(leaf) || '|' || hex(line) FROM event ORDER BY idx",
        "SELECT hex(digest) || '|' || idx || '|' || body FROM disclosure ORDER BY digest",
        "SELECT rec || '|' || seq || '|' || hex(leaf) FROM head ORDER BY rec",
        "SELECT size || '|' || hex(edge) || '|' || note FROM tree",
        "SELECT size || '|' || at || '|' || note FROM checkpoint ORDER BY size",
        "SELECT id || '|' || size || '|' || kind || '|' || hex(body) FROM anchor ORDER BY id",
        "SELECT hex(digest) || '|' || path || '|' || hex(bytes) FROM pack ORDER BY digest, path",
    ] {
        let mut statement = database.prepare(query).unwrap();
        rows.extend(statement.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap));
    }
    let register = psr_recorder::Register::open_read(place).unwrap();
    for entry in register.records().unwrap().iter().flat_map(|rec| register.events(*rec).unwrap()) {
        let named = entry.field("evidence/0/sha256").and_then(Value::as_text).map(|digest| digest.parse().unwrap());
        rows.extend(named.map(|digest| format!("evidence {digest}: {}", register.evidence(digest).unwrap().len())));
    }
    rows
}

#[test]
fn a_register_that_goes_to_a_server_and_back_is_the_same() {
    let Some(server) = Home::server() else { return };
    let (first, back) = (Home::folder(), Home::folder());
    varied(&first);
    let head = first.open_read().signed_head().unwrap();
    assert_eq!(store::copy(&first.place(), &server.place(), &mut |_, _| {}).unwrap(), head);
    server.assert_sound();
    let mut steps = Vec::new();
    assert_eq!(store::copy(&server.place(), &back.place(), &mut |done, of| steps.push((done, of))).unwrap(), head);
    back.assert_sound();
    assert_eq!(dump(&back.place()), dump(&first.place()));
    assert_eq!(steps.last(), Some(&(14, 14)));
    // What was copied goes on, in either store.
    server.open_write().append(&answer(record(0), Some(4), 200), &mut seeded(9_000)).unwrap();
    server.assert_sound();
}

fn a_backup_holds_the_whole_register(home: &Home) {
    varied(home);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.zip");
    let head = store::back_up(&home.place(), &file, &mut |_, _| {}).unwrap();
    assert_eq!(head, home.open_read().signed_head().unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half-made is left");
    assert!(matches!(store::back_up(&home.place(), &file, &mut |_, _| {}), Err(Error::FileExists { .. })));
    let (copy, plain) = (Home::folder(), Home::folder());
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
    archive.extract(copy.place().folder().unwrap().join("unpacked")).unwrap();
    store::copy(&home.place(), &plain.place(), &mut |_, _| {}).unwrap();
    let unpacked = copy.place().folder().unwrap().join("unpacked");
    let names = dump(&plain.place());
    let evidence = std::fs::read_dir(unpacked.join("evidence")).unwrap().count();
    assert_eq!(evidence, 2);
    let database = rusqlite::Connection::open(unpacked.join("register.sqlite")).unwrap();
    let events: i64 = database.query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap();
    assert_eq!(events, 14);
    assert!(names.len() > 14);
}

/// Restores a backup of a register that went on afterwards.
fn restored(home: &Home, old: Option<&SigningKey>) -> (Home, psr_recorder::Register) {
    let folder = tempfile::tempdir().unwrap();
    let (file, to) = (folder.path().join("backup.zip"), home.another());
    store::back_up(&home.place(), &file, &mut |_, _| {}).unwrap();
    home.open_write().append(&answer(record(0), Some(4), 300), &mut seeded(9_100)).unwrap();
    let new = NewKey { key: &other_key(), origin: "register.example.org/psr/2", by: "Ada", at: noon() };
    let place = to.place();
    let restore = Restore { file: &file, to: &place, scratch: folder.path(), new, old, gap: "an hour's entries" };
    let register = psr_recorder::Register::restore(&restore, &mut seeded(9_200), &mut |_, _| {}).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unpacked is left");
    (to, register)
}

fn a_restored_register_goes_on_under_a_new_name_and_says_so(home: &Home) {
    varied(home);
    let head = home.open_read().signed_head().unwrap();
    let (to, mut register) = restored(home, Some(&key()));
    assert_eq!(register.origin(), "register.example.org/psr/2");
    let own = register.events(register.own_record().unwrap()).unwrap();
    let said = own.iter().find(|entry| entry.header.typ == "psr.restored/1").unwrap();
    let text = |path: &str| said.field(path).and_then(Value::as_text).unwrap().to_owned();
    assert_eq!(text("restored/checkpoint"), head);
    assert_eq!((text("restored/origin"), text("restored/gap")), (ORIGIN.to_owned(), "an hour's entries".to_owned()));
    assert_eq!(said.field("restored/size"), Some(&Value::from(14_i64)));
    assert_eq!(register.leaves().unwrap()[..14], home.open_read().leaves().unwrap()[..14], "the old lines come first");
    register.append(&answer(record(0), Some(4), 301), &mut seeded(9_300)).unwrap();
    drop(register);
    assert!(matches!(psr_recorder::Register::open_write(to.place(), &key()), Err(Error::WrongKey { .. })));
    let reopened = psr_recorder::Register::open_write(to.place(), &other_key()).unwrap();
    assert!(reopened.doubt().is_none(), "{:?}", reopened.doubt());
    let first = Options { pinned_key: Some(key().verifier(ORIGIN)), ..Options::default() };
    let report = psr_recorder::verify_place(&to.place(), &first, &mut |_, _| {}).unwrap();
    assert_eq!(report.faults, [], "who has the first key follows it to the new name");
    // What the old register recorded after the backup is not here, and whoever kept a checkpoint of that is told.
    let later = home.open_read().signed_head().unwrap();
    let options = Options { prior: Some(later), ..Options::default() };
    assert!(!psr_recorder::verify_place(&to.place(), &options, &mut |_, _| {}).unwrap().is_sound());
}

fn a_register_is_restored_without_its_old_key_too(home: &Home) {
    varied(home);
    let (to, register) = restored(home, None);
    assert!(register.keys().links().iter().any(|link| !link.vouched));
    drop(register);
    let pinned = |key| Options { pinned_key: Some(key), ..Options::default() };
    let verified = |options| psr_recorder::verify_place(&to.place(), &options, &mut |_, _| {}).unwrap();
    let kinds: Vec<_> = verified(pinned(key().verifier(ORIGIN))).faults.iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::Key], "the old key did not speak for the new one");
    assert!(verified(pinned(other_key().verifier("register.example.org/psr/2"))).is_sound());
    let reopened = psr_recorder::Register::open_write(to.place(), &other_key()).unwrap();
    assert!(reopened.doubt().is_none(), "{:?}", reopened.doubt());
}

#[test]
fn another_file_is_not_taken_for_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.zip");
    std::fs::write(&file, "a letter").unwrap();
    assert!(matches!(store::keys_of(&file, folder.path()), Err(Error::NotABackup { .. })));
    for name in ["../register.sqlite", "evidence/../x", "other"] {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&file).unwrap());
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.finish().unwrap();
        let refused = store::keys_of(&file, folder.path()).unwrap_err();
        assert!(matches!(refused, Error::NotABackup { .. }), "{name}: {refused}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
