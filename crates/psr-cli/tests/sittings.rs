//! The interview as a person meets it, in a pseudo-terminal: interrupted, resumed, corrected, finished; and two at one case.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use common::TOY;
use expectrl::{ControlCode, Eof, Expect, Regex, Session};

/// How long the program may take to say something before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

struct Office(tempfile::TempDir);

impl Office {
    fn open() -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        office.done(&["init", &office.path("register").display().to_string()]);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_psr"));
        command.args(arguments).env("PSR_REGISTER", self.path("register")).env("XDG_CONFIG_HOME", self.path("config"));
        command.env("PSR_ACTOR", "Jo Bloggs").env("NO_COLOR", "1").env_remove("PSR_KEY");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn case(&self, reference: &str, rules: Option<&str>) {
        let mut open = vec!["case", "open", "--title", "A case", "--reference", reference, "--commenced", "2026-04-01"];
        open.extend(rules.iter().flat_map(|rules| ["--rules", rules]));
        self.done(&open);
    }

    fn sit(&self, reference: &str) -> expectrl::session::OsSession {
        let mut session = Session::spawn(self.command(&["ask", reference])).unwrap();
        session.set_expect_timeout(Some(PATIENCE));
        session
    }
}

/// Waits for each text and then types what stands beside it.
fn play(session: &mut expectrl::session::OsSession, script: &[(&str, &str)]) {
    for (shown, typed) in script {
        session.expect(shown).unwrap_or_else(|error| panic!("waiting for {shown:?}: {error}"));
        session.send_line(typed).unwrap();
    }
}

/// Answers whatever is asked about lending, in whichever order, until nothing more can matter.
fn lend(session: &mut expectrl::session::OsSession) {
    let answers = [
        ("Which kind of toy is it", "train"),
        ("How much is the deposit", "£25.50"),
        ("How much is the toy worth", "40"),
        ("By how much has its value changed", "0"),
        ("satisfied that the toy is damaged", "no"),
    ];
    let asked: Vec<&str> =
        answers.iter().map(|(asked, _)| *asked).chain(["Whether the borrower is a member .reg 2."]).collect();
    let asked = format!("({})", asked.join("|"));
    loop {
        let found = session.expect(Regex(&asked)).unwrap();
        let found = String::from_utf8_lossy(found.get(0).unwrap()).into_owned();
        let Some((question, answer)) = answers.iter().find(|(question, _)| *question == found) else { return };
        play(session, &[("> ", answer)]);
        if question.starts_with("satisfied") {
            play(session, &[("Who formed this view>", "The librarian")]);
        }
        play(session, &[("Reasons>", "Looked at it.")]);
    }
}

#[test]
fn a_sitting_is_interrupted_resumed_corrected_and_finished() {
    let office = Office::open();
    office.case("TOY-1", Some(TOY));
    let mut session = office.sit("TOY-1");
    play(
        &mut session,
        &[("Who borrows the toy?", "Ada"), ("Reasons>", "She asked."), ("When does the loan begin?", "tomorrow")],
    );
    play(&mut session, &[("is not a date", "2 May 2026"), ("Reasons>", "The day after.")]);
    session.expect("Who helps?").unwrap();
    session.send(ControlCode::EndOfText).unwrap();
    session.expect(Eof).unwrap();
    drop(session);

    // Everything that was acknowledged is on record, and the sitting goes on where it stopped.
    let mut session = office.sit("TOY-1");
    play(&mut session, &[("2 answered, 3 to go", "back"), ("On record (entry 3): 2 May 2026", "3 May 2026")]);
    play(
        &mut session,
        &[("Enter keeps “The day after.”", "A day later."), ("Who helps?", "none"), ("Reasons>", "Nobody came.")],
    );
    play(
        &mut session,
        &[
            ("What was done?", "1"),
            ("Reasons>", "It was lent."),
            ("live in the town?", "yes"),
            ("Reasons>", "Her card."),
        ],
    );
    play(&mut session, &[("live in the town?", "yes"), ("Reasons>", "Her card.")]);
    lend(&mut session);
    session.expect("The toy must be lent.").unwrap();
    session.expect("psr check TOY-1").unwrap();
    session.expect(Eof).unwrap();

    let log = office.done(&["log", "TOY-1"]);
    for entry in ["2 May 2026", "reasons: The day after.", "3 May 2026", "reasons: A day later.", "replaces: entry 3"] {
        assert!(log.contains(entry), "{entry} is missing in\n{log}");
    }
    assert!(office.done(&["verify", "--format", "json"]).contains("\"sound\": true"));
}

/// A case in two lots that is answered but for what arises once a toy is back: in the north it was not lent.
fn lots(office: &Office) {
    office.done(&[
        "case",
        "open",
        "--title",
        "Lots",
        "--reference",
        "L-1",
        "--commenced",
        "2024-03-01",
        "--rules",
        TOY,
        "--lot",
        "North",
        "--lot",
        "South",
    ]);
    let whole = [
        ("particulars", "borrower", "Ada"),
        ("particulars", "loan-begins", "2024-03-01"),
        ("particulars", "helpers", "[]"),
        ("particulars", "route-followed", "lend"),
        ("particulars", "lives-in-town", "yes"),
        ("membership", "lives-in-town", "yes"),
    ];
    let each = [("toy-kind", "train"), ("deposit", "20"), ("toy-value", "20"), ("change-in-value", "0")];
    let item = |(decision, question, value): &(&str, &str, &str)| {
        format!("  - {{ decision: {decision}, question: {question}, value: {value}, reason: Seen }}\n")
    };
    let mut file = format!("answers:\n{}", whole.iter().map(item).collect::<String>());
    for (lot, damaged, deposit) in [("North", "yes", "1"), ("South", "no", "20")] {
        for (question, value) in each {
            let value = if question == "deposit" { deposit } else { value };
            file += &format!("  - {{ question: {question}, value: {value}, lot: {lot}, reason: Seen }}\n");
        }
        file += &format!("  - {{ question: damaged, value: {damaged}, lot: {lot}, reason: Seen, view-of: Ada }}\n");
    }
    std::fs::write(office.path("lots.yaml"), file).unwrap();
    office.done(&["answer", "L-1", "--from", &office.path("lots.yaml").display().to_string()]);
    office.done(&["event", "L-1", "toy-returned", "--on", "2024-04-01", "--detail", "state=whole"]);
}

#[test]
fn what_arises_for_some_lots_only_is_asked_for_them() {
    let office = Office::open();
    lots(&office);
    let mut session = office.sit("L-1");
    play(&mut session, &[("How the toy came back, South", "none"), ("Reasons>", "It was whole.")]);
    let rest = session.expect(Eof).unwrap();
    let rest = String::from_utf8_lossy(rest.get(0).unwrap()).into_owned();
    assert!(rest.contains("psr check L-1") && !rest.contains("came back, North"), "{rest}");
}

#[test]
fn what_is_skipped_for_the_whole_is_asked_for_each_lot() {
    let office = Office::open();
    lots(&office);
    office.done(&["answer", "L-1", "borrower", "--withdraw"]);
    let mut session = office.sit("L-1");
    play(&mut session, &[("Who borrows the toy?", "skip")]);
    for (lot, borrower) in [("North", "Bo"), ("South", "Cy")] {
        session.expect(format!("Particulars, {lot}")).unwrap();
        play(&mut session, &[("Who borrows the toy?", borrower), ("Reasons>", "By lot.")]);
    }
    play(&mut session, &[("How the toy came back, South", "quit")]);
    session.expect(Eof).unwrap();
    let log = office.done(&["log", "L-1"]);
    assert!(log.contains("Bo") && log.contains("Cy"), "{log}");
}

#[test]
fn nothing_typed_of_a_list_is_lost_when_somebody_stops() {
    let office = Office::open();
    office.case("TOY-1", Some(TOY));
    let begin = |session: &mut expectrl::session::OsSession| {
        play(session, &[("Name (1)>", "Ada, A."), ("Role (1", "chair"), ("Name (2)>", "Bo"), ("Role (2", "quit")]);
        session.expect("1 item is complete. Record as the answer? yes or no>").unwrap();
    };
    let mut session = office.sit("TOY-1");
    play(&mut session, &[("Who borrows the toy?", "skip"), ("When does the loan begin?", "skip")]);
    begin(&mut session);
    session.send_line("no").unwrap();
    session.expect("2 items are not recorded").unwrap();
    session.expect(Regex("name,role\r\n\"Ada, A.\",chair\r\nBo,\r\n")).unwrap();
    session.expect(Eof).unwrap();
    assert!(!office.done(&["log", "TOY-1"]).contains("Ada, A."));

    let mut session = office.sit("TOY-1");
    play(&mut session, &[("Who borrows the toy?", "skip"), ("When does the loan begin?", "skip")]);
    begin(&mut session);
    session.send_line("perhaps").unwrap();
    play(&mut session, &[("type yes or no", "yes")]);
    session.expect("1 item is not recorded").unwrap();
    session.expect(Regex("name,role\r\nBo,\r\n")).unwrap();
    play(&mut session, &[("Reasons>", "The rota.")]);
    session.expect("Recorded (entry").unwrap();
    let rest = session.expect(Eof).unwrap();
    assert!(!String::from_utf8_lossy(rest.get(0).unwrap()).contains("What was done?"), "the sitting has ended");
    let log = office.done(&["log", "TOY-1"]);
    assert!(log.contains("Ada, A.") && log.contains("The rota.") && !log.contains("Bo"), "{log}");
}

#[test]
fn the_reasons_cite_the_later_answer() {
    let office = Office::open();
    office.case("AUD-1", None);
    let mut session = office.sit("AUD-1");
    play(&mut session, &[("What is to be decided?", "1"), ("Reasons>", "Board paper.")]);
    play(&mut session, &[("Did anything towards this begin", "no"), ("Reasons>", "Board paper.")]);
    play(&mut session, &[("What services are to be procured?", "Hearing aids"), ("Reasons>", "Board paper.")]);
    play(
        &mut session,
        &[("begin under the new contract?", "back"), ("On record (entry 6): Hearing aids", "Hearing aids for adults")],
    );
    play(&mut session, &[("Reasons", "The paper as amended."), ("begin under the new contract?", "quit")]);
    session.expect(Eof).unwrap();
    let reasons = office.done(&["render", "AUD-1", "reasons"]);
    assert!(reasons.contains("Hearing aids for adults"), "{reasons}");
    assert!(reasons.contains("The paper as amended."), "{reasons}");
    let log = office.done(&["log", "AUD-1"]);
    assert!(log.contains("Hearing aids\n") && log.contains("Hearing aids for adults"), "{log}");
}

#[test]
#[cfg(feature = "pdf")]
fn pages_are_not_written_to_a_terminal_and_say_what_they_show_by_number() {
    let office = Office::open();
    office.case("AUD-1", None);
    let mut session = Session::spawn(office.command(&["render", "AUD-1", "reasons", "--as", "pdf"])).unwrap();
    session.set_expect_timeout(Some(PATIENCE));
    session.expect("a document as pdf is no text for a terminal").unwrap();
    session.expect("-o reasons.pdf").unwrap();
    session.expect(Eof).unwrap();
    office.done(&["answer", "AUD-1", "services-description", "Hearing aids 😀", "--reason", "Board paper."]);
    let file = office.path("reasons.pdf").display().to_string();
    let rendered = office.run(&["render", "AUD-1", "reasons", "-o", &file]);
    let said = String::from_utf8(rendered.stderr).unwrap();
    assert!(said.contains("the fonts have no U+1F600: its number stands in its place"), "{said}");
    assert!(std::fs::read(file).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn of_two_who_write_at_once_one_is_told_and_nothing_is_lost() {
    let office = Office::open();
    office.case("TOY-1", Some(TOY));
    let mut session = office.sit("TOY-1");
    play(&mut session, &[("Who borrows the toy?", "Ada")]);
    session.expect("Reasons>").unwrap();
    office.done(&["--actor", "Sam Roe", "answer", "TOY-1", "deposit", "25.50", "--reason", "Counted."]);
    session.send_line("She asked.").unwrap();
    session.expect("Your answer is not recorded yet").unwrap();
    session.expect("recorded as by Sam Roe").unwrap();
    play(&mut session, &[("text>", "Ada"), ("Enter keeps “She asked.”", ""), ("When does the loan begin?", "quit")]);
    session.expect(Eof).unwrap();
    let log = office.done(&["log", "TOY-1"]);
    for entry in ["Sam Roe acts from here on as a2", "£25.50", "Ada\n", "reasons: She asked."] {
        assert!(log.contains(entry), "{entry} is missing in\n{log}");
    }
    assert!(office.done(&["verify"]).starts_with("Sound"));
}

#[test]
fn many_writers_at_once_lose_nothing() {
    let office = Office::open();
    office.case("TOY-1", Some(TOY));
    let started: Vec<_> = (0..6)
        .map(|number| {
            let mut command =
                office.command(&["answer", "TOY-1", "deposit", &number.to_string(), "--reason", "Counted."]);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let ended: Vec<Output> = started.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    let recorded = ended.iter().filter(|output| output.status.success()).count();
    for told in ended.iter().filter(|output| !output.status.success()) {
        let said = String::from_utf8_lossy(&told.stderr);
        assert_eq!(told.status.code(), Some(2), "{said}");
        assert!(said.contains("has moved on") || said.contains("locked"), "{said}");
    }
    assert!(recorded >= 1);
    let log = office.done(&["log", "TOY-1"]);
    assert_eq!(log.matches("answered “How much is the deposit?”").count(), recorded, "{log}");
    assert!(office.done(&["verify"]).starts_with("Sound"));
}

#[test]
fn a_reader_who_leaves_ends_the_program_quietly() {
    use std::io::Read;
    let office = Office::open();
    let lines = "{\"commenced\":\"2026-04-01\"}\n".repeat(20_000);
    std::fs::write(office.path("many.jsonl"), lines).unwrap();
    let mut batch = office.command(&["determine", "--batch"]);
    batch.stdin(std::fs::File::open(office.path("many.jsonl")).unwrap());
    let mut child = batch.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn a_key_is_only_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::open();
    let keys: Vec<_> =
        std::fs::read_dir(office.path("config/psr")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(keys.len(), 1);
    assert_eq!(std::fs::metadata::<&Path>(keys[0].as_ref()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_demonstration_is_built_verified_and_never_overwritten() {
    let office = Office::open();
    let demo = office.path("demo").display().to_string();
    let said = office.done(&["demo", &demo]);
    assert!(said.contains("Sound: the register"), "{said}");
    assert!(!office.path("demo/register/demo.key").exists() && office.path("demo/demo.key").exists());
    let pages = std::fs::read_dir(office.path("demo/documents")).unwrap().count();
    assert!(pages > 0 && pages.is_multiple_of(psr_renderer::Format::ALL.len()), "{pages}");
    assert!(office.done(&["verify", &demo]).starts_with("Sound"));
    let again = office.run(&["demo", &demo]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("not empty"));
}

#[test]
fn what_is_no_text_is_not_written_to_a_terminal() {
    let office = Office::open();
    office.case("AUD-1", None);
    let mut session = Session::spawn(office.command(&["render", "AUD-1", "reasons", "--as", "docx"])).unwrap();
    session.set_expect_timeout(Some(PATIENCE));
    session.expect("-o reasons.docx").unwrap();
    session.expect(Eof).unwrap();
    let piped = office.run(&["render", "AUD-1", "reasons", "--as", "docx"]);
    assert!(piped.status.success() && piped.stdout.starts_with(b"PK"));
}

#[test]
fn a_batch_answers_each_line_before_the_next_is_given() {
    use std::io::{BufRead, BufReader, Write};
    let office = Office::open();
    let mut command = office.command(&["determine", "--batch", "--rules", TOY]);
    let mut child = command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for deposit in [1, 20] {
        writeln!(input, "{{\"commenced\":\"2024-03-01\",\"answers\":{{\"deposit\":{deposit}}}}}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with("{\"schema\":1,") && line.ends_with("}\n"), "{line}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}
