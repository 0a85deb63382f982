//! The main path of every command, as a reader sees it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, TOY, told};

/// Answers that lend the toy.
const ANSWERS: &str = "\
answers:
  - { question: borrower, value: Ada, reason: She asked for it. }
  - { question: loan-begins, value: 2024-03-02, reason: The day after. }
  - question: helpers
    value: [{ name: Grace, role: Shelves }, { name: Alan }]
    reason: On the rota.
  - { question: lives-in-town, decision: membership, value: yes, reason: Her card says so. }
  - { question: toy-kind, value: train, reason: It runs on rails., evidence: [photo.txt] }
";

#[test]
fn the_way_in() {
    let desk = Desk::new();
    told!(desk.transcript(&[(&[], ""), (&["--version"], "")]));
}

#[test]
fn a_register_and_its_cases() {
    let desk = Desk::new();
    let register = desk.path("toys").display().to_string();
    let open = [
        "--register",
        &register,
        "case",
        "open",
        "--title",
        "A train",
        "--reference",
        "T-1",
        "--lot",
        "North",
        "--lot",
        "South",
    ];
    told!(desk.transcript(&[
        (&["init", &register, "--name", "example.org/toys"], ""),
        (&["--register", &register, "case", "list"], ""),
        (&[&open[..], &["--rules", TOY]].concat(), ""),
        (&["--register", &register, "case", "list"], ""),
        (&["--register", &register, "case", "list", "--format", "json"], ""),
        (&["--register", &register, "case", "close", "T-1", "--reason", "Nobody came."], ""),
        (&["--register", &register, "case", "close", "T-1"], ""),
    ]));
}

#[test]
fn answers_and_where_they_lead() {
    let desk = Desk::with_case();
    desk.file("photo.txt", "a train");
    let answers = desk.file("answers.yaml", ANSWERS);
    told!(desk.transcript(&[
        (&["answer", "TOY-1", "--from", &answers], ""),
        (&["answer", "TOY-1", "deposit", "25.50", "--reason", "Counted."], ""),
        (
            &[
                "answer",
                "TOY-1",
                "damaged",
                "no",
                "--reason",
                "Looked at it.",
                "--view-of",
                "The librarian",
                "--privileged"
            ],
            ""
        ),
        (&["answer", "TOY-1", "toy-value", "40", "--reason", "A guess.", "--concerns", "2024-03-01"], ""),
        (&["answer", "TOY-1", "toy-value", "--withdraw", "--reason", "Only a guess."], ""),
        (&["event", "TOY-1", "--list"], ""),
        (&["event", "TOY-1", "toy-handed-over", "--on", "2024-03-02", "--detail", "to=Ada"], ""),
        (&["show", "TOY-1"], ""),
        (&["check", "TOY-1"], ""),
        (&["approve", "TOY-1", "--as", "Head librarian"], ""),
        (&["log", "TOY-1"], ""),
    ]));
}

#[test]
fn the_same_as_json() {
    let desk = Desk::with_case();
    told!(desk.transcript(&[
        (&["answer", "TOY-1", "damaged", "no", "--reason", "Looked at it.", "--view-of", "The librarian"], ""),
        (&["show", "TOY-1", "--format", "json"], ""),
        (&["check", "TOY-1", "--format", "json"], ""),
        (&["log", "TOY-1", "--format", "json"], ""),
        (&["verify", "TOY-1", "--format", "json"], ""),
        (&["verify", "--format", "json", "--require", "pinned-key"], ""),
        (&["case", "close", "TOY-1", "--format", "json"], ""),
    ]));
}

#[test]
fn verifying() {
    let desk = Desk::with_case();
    let register = desk.path("register").display().to_string();
    let bundle = desk.path("toy-1.zip").display().to_string();
    told!(desk.transcript(&[
        (&["verify", &register], ""),
        (&["verify", "TOY-1"], ""),
        (&["export", "TOY-1", "-o", &bundle], ""),
        (&["verify", &bundle], ""),
        (&["export", "TOY-1", "-o", &bundle], ""),
    ]));
}

#[test]
fn comments_on_record() {
    let desk = Desk::with_case();
    let comment = |words: &[&'static str]| [&["comment", "TOY-1"], words].concat();
    let on_question = comment(&["--about", "question:borrower", "--text", "Who is Ada?\nSay more."]);
    let open = ["--about", "conclusion:lend", "--text", "As it should be.", "--not-privileged", "--format", "json"];
    let bundle = desk.path("toy-1.zip").display().to_string();
    told!(desk.transcript(&[
        (&on_question, ""),
        (&comment(&["--reply-to", "2", "--text", "My neighbour."]), ""),
        (&comment(&open), ""),
        (&comment(&["--about", "document:reasons", "--text", "Too long."]), ""),
        (&comment(&["--about", "document:reason", "--text", "Too long."]), ""),
        (&comment(&["--about", "question:toy", "--lot", "North", "--reply-to", "1", "--text", " "]), ""),
        (&comment(&["--reply-to", "2", "--text", "Not so.", "--not-privileged"]), ""),
        (&comment(&["--text", "On what?"]), ""),
        (&["log", "TOY-1"], ""),
        (&["export", "TOY-1", "-o", &bundle], ""),
        (&["export", "TOY-1", "-o", &bundle, "--with-privileged"], ""),
        (&["verify", &bundle], ""),
    ]));
}

#[test]
fn privileged_answers_leave_only_when_asked_for() {
    let desk = Desk::with_case();
    let bundle = desk.path("toy-1.zip").display().to_string();
    let page = desk.path("toy-1.html").display().to_string();
    let advice = ["answer", "TOY-1", "toy-value", "40", "--reason", "Advice of counsel.", "--privileged"];
    told!(desk.transcript(&[
        (&advice, ""),
        (&["answer", "TOY-1", "toy-value", "45", "--reason", "Counted."], ""),
        (&["export", "TOY-1", "-o", &bundle], ""),
        (&["export", "TOY-1", "-o", &bundle, "--with-privileged"], ""),
        (&["export", "TOY-1", "-o", &page], ""),
        (&["export", "TOY-1", "-o", &page, "--with-privileged"], ""),
        (&["export", "TOY-1", "-o", &page, "--with-privileged"], ""),
    ]));
}

#[test]
fn determining() {
    let desk = Desk::new();
    let facts =
        desk.file("facts.yaml", "commenced: 2024-03-01\nanswers: { toy-kind: train, deposit: 5, toy-value: 40 }\n");
    let lines = "{\"commenced\":\"2024-03-01\",\"answers\":{\"damaged\":true}}\n\n{\"commenced\":\"1999-01-01\"}\n{\"commenced\":\"2024-03-01\",\"decision\":\"membership\",\"answers\":{\"lives-in-town\":true}}";
    told!(desk.transcript(&[
        (&["determine", &facts, "--rules", TOY, "--format", "text"], ""),
        (&["determine", &facts, "--rules", TOY], ""),
        (&["determine", "-", "--rules", TOY, "--decision", "membership"], "commenced: 2024-03-01\n"),
        (&["determine", "-", "--rules", TOY, "--decision", "return", "--format", "text"], "commenced: 2024-03-01\n"),
        (&["determine", "--batch", "--rules", TOY], lines),
    ]));
}

#[test]
fn reading_a_pack() {
    let desk = Desk::new();
    told!(desk.transcript(&[
        (&["rules", "check", "--rules", TOY], ""),
        (&["rules", "test", "--rules", TOY, "--all"], ""),
        (&["rules", "coverage", "--rules", TOY], ""),
        (&["rules", "show", "reg 3", "--rules", TOY], ""),
        (&["rules", "show", "reg 3(1)", "--rules", TOY, "--on", "2021-01-01"], ""),
        (&["rules", "graph", "membership", "--rules", TOY, "--format", "dot"], ""),
        (&["rules", "graph", "membership", "--rules", TOY, "--format", "mermaid"], ""),
        (&["rules", "test", "--rules", TOY, "--require-both-ways"], ""),
    ]));
}

#[test]
fn a_reading_copy_of_a_pack() {
    let desk = Desk::new();
    told!(desk.transcript(&[(&["rules", "book", "--rules", TOY, "--on", "2023-01-01"], "")]));
}

#[test]
fn an_interview_through_a_pipe() {
    let desk = Desk::with_case();
    let typed = [
        "Ada",
        "She asked.",
        "?",
        "why",
        "2 March 2024",
        "",
        "back",
        "3 March 2024",
        "Corrected.",
        "Grace",
        "",
        "",
        "",
        "1",
        "Done.",
        "skip",
        "yes",
        "Card",
        "quit",
    ];
    told!(desk.transcript(&[(&["ask", "TOY-1"], &typed.join("\n")), (&["log", "TOY-1"], "")]));
}

#[test]
fn what_is_recorded_of_an_event() {
    let desk = Desk::with_case();
    let more = desk.file("more.yaml", "state: broken\ndays-late: \"2\"\n");
    let wrong = desk.file("wrong.yaml", "state: lost\ndays-lat: \"2\"\n");
    let returned = |rest: &[&'static str]| [&["event", "TOY-1", "toy-returned", "--on", "2026-05-01"], rest].concat();
    told!(desk.transcript(&[
        (&["event", "TOY-1", "--list"], ""),
        (&returned(&[]), ""),
        (&returned(&["--detail", "stat=whole", "--detail", "days-late=two"]), ""),
        (&["event", "TOY-1", "toy-returned", "--on", "2026-05-01", "--from", &wrong], ""),
        (&["event", "TOY-1", "toy-returned", "--on", "2026-05-01", "--from", &more], ""),
        (&["event", "TOY-1", "toy-handed-over", "--on", "2026-05-01", "--detail", "anything=goes"], ""),
        (&["log", "TOY-1"], ""),
    ]));
}

#[test]
fn the_items_of_a_list_from_a_file() {
    let desk = Desk::with_case();
    let good = desk.file(
        "good.csv",
        "\u{feff}part;by;cost;who\r\n\"Wheel; left\";2026-05-01;12.50;library\r\n;;;\r\nRoof;2026-05-02;3;borrower\r\n",
    );
    let wrong = "part,by,cost,who,colour,part\nWheel,soon,1e6,library,red,x\n\"A\nroof\",2026-05-01,,nobody,,\nDoor,2026-05-01\n";
    let wrong = desk.file("wrong.csv", wrong);
    let open = desk.file("open.csv", "part,by,cost,who\n\"Wheel,2026-05-01,1,library\n");
    let listed = desk.file("listed.yaml", "- { part: Roof, by: 2026-05-02, cost: 3, who: library }\n");
    let many = desk.file(
        "many.yaml",
        "answers:\n  - { question: repairs, items: good.csv, reason: The list. }\n  - { question: deposit, items: good.csv, reason: x }\n",
    );
    let answers =
        desk.file("answers.yaml", "answers:\n  - { question: repairs, items: good.csv, reason: The list. }\n");
    let broken = desk.file("broken.yaml", "answers:\n  - { question: repairs, items: wrong.csv, reason: x }\n  - { question: helpers, items: none.csv, reason: x }\n");
    told!(desk.transcript(&[
        (&["answer", "TOY-1", "repairs", "--items", &wrong, "--reason", "The list."], ""),
        (&["answer", "TOY-1", "repairs", "--items", &open, "--reason", "The list."], ""),
        (&["answer", "TOY-1", "deposit", "--items", &good, "--reason", "The list."], ""),
        (&["answer", "TOY-1", "repairs", "--items", &good, "--reason", "The list."], ""),
        (&["answer", "TOY-1", "repairs", "--items", &listed, "--reason", "Only the roof."], ""),
        (&["answer", "TOY-1", "--from", &many], ""),
        (&["answer", "TOY-1", "--from", &broken], ""),
        (&["answer", "TOY-1", "--from", &answers], ""),
        (&["log", "TOY-1"], ""),
    ]));
}

#[test]
fn a_case_that_was_decided_before_it_was_entered() {
    let desk = Desk::with_register();
    let open = ["case", "open", "--title", "A kite", "--reference", "K-1", "--retrospective", "--rules", TOY];
    told!(desk.transcript(&[
        (&open, ""),
        (&["answer", "K-1", "borrower", "Ada", "--reason", "The form.", "--concerns", "2024-03-01"], ""),
        (&["show", "K-1"], ""),
        (&["check", "K-1"], ""),
        (&["log", "K-1"], ""),
        (&["log", "K-1", "--format", "json"], ""),
    ]));
}

#[test]
fn documents() {
    let desk = Desk::with_register();
    let open = ["case", "open", "--title", "Audiology", "--reference", "AUD-1", "--commenced", "2026-04-01"];
    let html = desk.path("reasons.html").display().to_string();
    told!(desk.transcript(&[
        (&["render", "--list"], ""),
        (&open, ""),
        (&["render", "AUD-1", "reasons", "-o", &html], ""),
        (&["render", "AUD-1", "reasons", "--as", "odt"], ""),
        (&["render", "AUD-1", "letter"], ""),
    ]));
}

#[test]
fn a_pack_that_is_wrong() {
    let desk = Desk::new();
    let pack = desk.path("pack");
    common::copy_folder(TOY.as_ref(), &pack);
    let scenario = pack.join("scenarios/nothing-is-known.yaml");
    let told = std::fs::read_to_string(&scenario).unwrap();
    std::fs::write(&scenario, told.replace("undetermined", "not-member")).unwrap();
    let pack = pack.display().to_string();
    let test = desk.transcript(&[(&["rules", "test", "--rules", &pack], "")]);
    std::fs::remove_file(desk.path("pack/questions/damaged.yaml")).unwrap();
    let check =
        desk.transcript(&[(&["rules", "check", "--rules", &pack], ""), (&["rules", "test", "--rules", &pack], "")]);
    told!(format!("{test}\n{check}"));
}

#[test]
fn lots_are_answered_apart() {
    let desk = Desk::with_register();
    let open =
        ["case", "open", "--title", "Trains", "--reference", "T-2", "--lot", "North", "--lot", "South", "--rules", TOY];
    told!(desk.transcript(&[
        (&open, ""),
        (&["answer", "T-2", "membership/lives-in-town", "yes", "--reason", "Both do."], ""),
        (&["answer", "T-2", "damaged", "no", "--reason", "Looked.", "--view-of", "Ada", "--lot", "North"], ""),
        (&["answer", "T-2", "damaged", "yes", "--reason", "Looked.", "--view-of", "Ada", "--lot", "South"], ""),
        (&["answer", "T-2", "damaged", "yes", "--reason", "Looked.", "--lot", "West"], ""),
        (&["ask", "T-2", "--lot", "South"], "Ada\n\nquit\n"),
    ]));
}

#[test]
fn a_batch_keeps_its_order_and_its_line_numbers() {
    let desk = Desk::new();
    let line = |number: usize| match number % 7 {
        3 => format!("{{\"commenced\":\"{number}\"}}\n"),
        _ => format!("{{\"commenced\":\"2024-03-01\",\"answers\":{{\"deposit\":{number}}}}}\n"),
    };
    let input: String = (1..=20_000).map(line).collect();
    let ran = desk.psr_reading(&["determine", "--batch", "--rules", TOY], &input);
    assert_eq!(ran.stdout.lines().count(), 20_000);
    for (out, number) in ran.stdout.lines().zip(1..) {
        let value: serde_json::Value = serde_json::from_str(out).unwrap();
        match number % 7 {
            3 => assert_eq!(value["line"], number, "{out}"),
            _ if number < 10 => assert!(out.contains("\"status\""), "{out}"),
            _ => assert!(out.contains(&format!("\"answer\":\"{number}\"")), "{number}: {out}"),
        }
    }
}

/// Everything that was published again counts from the last time only.
const ROUND: &str = "\
process: direct-award-process-c
reference: AUD-2026
commenced: 2026-03-12
events:
  intention-to-award-published: 2026-03-12
  representations-received: [2026-03-17, 2026-03-31]
  further-decisions-communicated: [2026-03-30]
  awarded: 2026-04-02
";

#[test]
fn what_falls_due() {
    let desk = Desk::new();
    let round = desk.file("round.yaml", ROUND);
    let wrong = desk.file("wrong.yaml", "process: direct-award\nevents: { awarded: 2026-02-30, award: 2026-02-03 }\n");
    let late =
        desk.file("late.yaml", "process: competitive-process\nevents: { intention-to-award-published: 2029-01-04 }\n");
    let lines =
        "{\"process\":\"urgent-award\",\"events\":{\"awarded\":\"2026-03-02\"}}\n{\"process\":\"urgent\"}\nno\n";
    told!(desk.transcript(&[
        (&["timetable", &round, "--format", "text"], ""),
        (&["timetable", &round, "--format", "text", "--as-of", "2026-05-20"], ""),
        (&["timetable", &round, "--format", "json", "--as-of", "2026-05-20"], ""),
        (&["timetable", "-", "--format", "ics"], "process: urgent-award\nevents: { awarded: 2026-03-02 }\n"),
        (&["timetable", "--batch"], lines),
        (&["timetable", &wrong], ""),
        (&["timetable", &late], ""),
        (&["timetable"], ""),
    ]));
}

#[test]
fn what_falls_due_in_a_case() {
    let desk = Desk::with_register();
    let open = ["case", "open", "--title", "Audiology", "--reference", "A-1", "--lot", "North", "--lot", "South"];
    let answer = |question, value| ["answer", "A-1", question, value, "--reason", "Looked at it."];
    let (matter, process) = (answer("what-is-decided", "award"), answer("process-followed", "direct-award-process-c"));
    let south = [&answer("process-followed", "direct-award-process-a")[..], &["--lot", "South"]].concat();
    let event = |event, on| ["event", "A-1", event, "--on", on];
    let said = |event, on, from| [&["event", "A-1", event, "--on", on, "--detail"], &[from][..]].concat();
    told!(desk.transcript(&[
        (&[&open[..], &["--commenced", "2026-03-02"]].concat(), ""),
        (&["timetable", "--case", "A-1", "--format", "text"], ""),
        (&matter, ""),
        (&process, ""),
        (&south, ""),
        (&event("intention-to-award-published", "2026-03-05"), ""),
        (&said("representation-received", "2026-03-06", "from=Alpha"), ""),
        (&event("intention-to-award-published", "2026-03-12"), ""),
        (&said("representation-received", "2026-03-17", "from=Beta"), ""),
        (&event("awarded", "2026-03-20"), ""),
        (&["timetable", "--case", "A-1", "--format", "text", "--as-of", "2026-06-01"], ""),
        (&["timetable", "--case", "A-1", "--format", "json", "--as-of", "2026-06-01"], ""),
        (&["timetable", "--case", "A-1", "--format", "ics", "--as-of", "2026-06-01"], ""),
        (&["timetable", "--case", "A-2"], ""),
        (&["timetable", "--case", "A-1", "--batch"], ""),
    ]));
}

#[test]
fn published_notices() {
    let desk = Desk::new();
    let notice = "extract: yes\nseen: [deadline]\npublished: 2024-09-05\nstart: 2024-04-01\n\nIntention to award under Direct \
                  Award Process C.\nRepresentations by 13 September, to \u{7}\u{202e}us.\n";
    let sound = "extract: yes\npublished: 2026-03-12\n---\nThe procurement has been abandoned.\n";
    let wrong = "publishd: 2026-03-12\nnotice: intention\nvalue: £5\n\nIntention to award.\n";
    let data = r#"{ "releases": [{ "date": "2026-03-12T14:45:00Z", "tag": ["award"], "tender": { "legalBasis": { "id": "32014L0024" } },
        "description": "Intention to award under Direct Award Process C. Representations by 23:59 25 Mar 2026." }] }"#;
    let file = desk.file("notice.txt", notice);
    told!(desk.transcript(&[
        (&["notice", "check", &file], ""),
        (&["notice", "check", &file, "--format", "json"], ""),
        (&["notice", "check", "-"], sound),
        (&["notice", "check", "-", "--extract"], data),
        (&["notice", "check", "-"], wrong),
        (&["notice", "check", "-"], "{ \"tag\": ["),
        (&["notice", "check", "nowhere.txt"], ""),
        (&["notice", "check", "-", "--rules", TOY], sound),
    ]));
}
