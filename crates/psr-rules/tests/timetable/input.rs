//! What a timetable is asked about is read as strictly as facts are, and everything wrong is said at once.

use psr_rules::timetable;

use super::england;

fn refused(text: &str) -> String {
    timetable::read("events.yaml", text.as_bytes(), &england()).unwrap_err().to_string()
}

#[test]
fn everything_wrong_is_said_at_once() {
    let found = refused(
        "process: direct-award-proces-c\ncommenced: 2023-12-31\nproces: x\nevents:\n  awarded: 2026-02-30\n  awarded: 2026-03-01\n  concluded: [2026-03-01]\n  \
         representations-received: 2026-03-17\n  further-decisions-communicated: [2026-03-17, soon, 7]\n  award: 2026-03-01\n  modified:\n  \
         abandonment-decided: 2023-12-31\n  repetition-decided: 2026-03-01T25:00:00Z\n  award-notice-submitted: yes\n",
    );
    insta::assert_snapshot!(found);
}

#[test]
fn what_is_missing_or_no_mapping_is_said() {
    let texts = [
        "",
        "[]",
        "events: {}",
        "{\"process\": \"direct-award-process-a\", \"events\": []}",
        "{\"process\": 7}",
        "process: modification\nevents: &a {}",
    ];
    let found: Vec<String> = texts.iter().map(|text| format!("## {text}\n{}\n", refused(text))).collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn the_least_that_can_be_asked_has_no_duties() {
    let pack = england();
    for text in ["process: modification", "{\"process\": \"modification\", \"events\": {}}"] {
        let given = timetable::read("events.yaml", text.as_bytes(), &pack).unwrap();
        assert_eq!(timetable::reckon(&pack, &given, None).unwrap().duties, []);
    }
}

#[test]
fn a_line_says_everything_on_one_line() {
    let pack = england();
    let found = timetable::read_line(b"{\"process\":\"x\",\"events\":{\"awarded\":\"2026-02-30\"},\"z\":1}", &pack)
        .unwrap_err();
    insta::assert_snapshot!(found);
    assert!(timetable::read_line(b"process: modification", &pack).is_err());
}

#[test]
fn dates_beyond_reason_are_refused() {
    let pack = england();
    let given =
        timetable::read("e", b"process: direct-award-process-a\nevents: { awarded: 9999-12-20 }", &pack).unwrap();
    insta::assert_snapshot!(timetable::reckon(&pack, &given, None).unwrap_err().to_string(), @"the dates lead beyond the year 9999: look at the years again");
}
