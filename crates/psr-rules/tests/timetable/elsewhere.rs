//! Another country's rules, in two files and a figure, with nothing changed in the program.

use psr_rules::pack::model::Pack;

use super::{day, folder, reckoned};

fn elsewhere() -> Pack {
    let toy = folder::pack(&folder::repository("fixtures/packs/toy"));
    let added = folder::pack(&folder::repository("fixtures/packs/elsewhere"));
    let files = toy.iter().chain(added.iter()).map(|(path, bytes)| (path, bytes.to_vec())).collect();
    psr_rules::pack::load(&files).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn a_standstill_may_begin_on_the_day_of_publication() {
    let found = reckoned(&elsewhere(), "process: tender\nevents: { notice-published: 2022-03-02 }");
    // Friday and Saturday are off, the 4th is a Friday anyway, and the 8th is a holiday: the 3rd, the 6th and the 7th count.
    assert_eq!(found.day(None, "objections-by"), Some(day("2022-03-07")));
    assert_eq!(found.day(Some("quiet"), "from"), Some(day("2022-03-02")));
    assert_eq!(found.day(Some("quiet"), "to"), Some(day("2022-03-15")));
}

#[test]
fn a_day_begins_where_the_calendar_holds() {
    let found = reckoned(&elsewhere(), "process: auction\nevents: { notice-published: 2022-03-01T20:30:00Z }");
    assert_eq!(found.day(Some("quiet"), "from"), Some(day("2022-03-02")));
}

#[test]
fn what_applies_to_a_process_or_a_text_applies_to_no_other() {
    let found = reckoned(
        &elsewhere(),
        "process: gift\ncommenced: 2022-03-01\nevents: { notice-published: 2022-03-02, sealed: 2022-03-03 }",
    );
    assert!(found.days.is_empty() && found.duties.is_empty());
    let unused: Vec<&str> = found.unused.iter().map(|event| event.as_str()).collect();
    assert_eq!(unused, ["notice-published", "sealed"]);
    let later = "process: tender\ncommenced: 2022-06-01\nevents: { notice-published: 2022-06-06, sealed: 2022-06-08, objections: [2022-06-07, 2022-06-12] }";
    let found = reckoned(&elsewhere(), later);
    let duties: Vec<_> = found.duties.iter().map(|duty| (duty.duty.as_str(), duty.due.unwrap().to_string())).collect();
    let expected = [("hear", "2022-06-12"), ("hear", "2022-06-15"), ("register", "2022-06-22")];
    assert_eq!(duties, expected.map(|(duty, due)| (duty, due.to_owned())));
    let says: Vec<&str> = found.findings.iter().map(|finding| finding.says.as_str()).collect();
    assert_eq!(says, ["Sealed on 8 June 2022, before 19 June 2022"]);
}
