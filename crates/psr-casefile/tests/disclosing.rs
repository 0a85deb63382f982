//! What of a case is given to somebody who asks, what is withheld, and on which ground.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::Desk;
use psr_casefile::casebook::{AnswerGiven, Case, EventGiven, EvidenceGiven, Given, disclosure_kind};
use psr_casefile::disclosure::{Decided, Disclosing, PlanFault, Selected, decide, propose, schedule, select};
use psr_recorder::{Digest, Entry, FieldState};
use psr_rules::answer::Answer;
use psr_rules::facts::read_disclosure_plan;

const ASKS: &str = "Asking Hearing Ltd";
const RIVAL: &str = "Rival Audiology CIC";

fn score(provider: &str, evaluator: &str, comment: &str) -> BTreeMap<String, String> {
    let fields =
        [("provider", provider), ("question", "Q1"), ("evaluator", evaluator), ("score", "4"), ("comment", comment)];
    fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
}

fn answer(question: &str, given: Given, reason: &str, privileged: bool) -> AnswerGiven {
    AnswerGiven {
        question: question.to_owned(),
        given,
        reason: Some(reason.to_owned()),
        privileged,
        ..AnswerGiven::default()
    }
}

/// A case with scores of two bidders, a file, a privileged answer, one that nobody asks for, and a representation.
fn case(desk: &mut Desk) -> Case {
    let case = desk.open("D-1", &[]);
    let scores = vec![
        score(ASKS, "Ann", "Clear pathways."),
        score(RIVAL, "Ann", "A secret method."),
        score(ASKS, "Bo", "Sound."),
    ];
    let minutes = EvidenceGiven { name: "minutes.txt".to_owned(), content: Box::new(&b"what was said"[..]) };
    let given = vec![
        answer("individual-scores", Given::Answer(Answer::List(scores)), "Scored alone.", false),
        AnswerGiven {
            evidence: vec![minutes],
            ..answer("decision-making-process", Given::Text("A panel.".to_owned()), "By the scheme.", false)
        },
        answer("existing-provider", Given::Text("yes".to_owned()), "Counsel advised so.", true),
        answer("services-begin-on", Given::Text("2027-04-01".to_owned()), "A guess.", false),
    ];
    let case = desk.act("Jo", |book, acting| book.answer(&case, given, acting)).unwrap().case;
    let details = vec![("from".to_owned(), ASKS.to_owned())];
    let event = EventGiven { event: "representation-received".to_owned(), on: "2026-05-10".parse().unwrap(), details };
    desk.act("Jo", |book, acting| book.event(&case, &event, acting)).unwrap().case
}

/// Does something with a case that is to be disclosed on some basis.
fn with<T>(desk: &Desk, case: &Case, kind: &str, act: impl FnOnce(&Disclosing<'_>) -> T) -> T {
    let entries: Vec<Entry> = desk.casebook.to_disclose(case).unwrap();
    let (disclosures, kind) = disclosure_kind(case, Some(kind)).unwrap();
    act(&Disclosing { case, entries: &entries, disclosures, kind })
}

fn proposed(desk: &Desk, case: &Case, kind: &str) -> String {
    with(desk, case, kind, |disclosing| propose(disclosing, ASKS, Some("REQ-1")).to_yaml())
}

fn decided(desk: &Desk, case: &Case, plan: &str, kind: &str) -> Result<(Decided, Selected), Vec<PlanFault>> {
    let plan = read_disclosure_plan("plan.yaml", plan.as_bytes(), case.rulebook.pack());
    let plan = plan.unwrap_or_else(|found| panic!("{found}"));
    with(desk, case, kind, |disclosing| {
        decide(disclosing, &plan).map(|decided| {
            let selected = select(disclosing, &decided);
            (decided, selected)
        })
    })
}

/// Decides what the proposal leaves open: the rival's things stay, the rest is given.
fn resolved(plan: &str) -> String {
    let withheld =
        "give: no\n        on: commercial-interests\n        explanation: It would hand over the rival's method.";
    let mut resolved = String::new();
    let mut names_rival = false;
    for line in plan.lines() {
        names_rival = if line.contains("why-ask:") { line.contains("names") } else { names_rival };
        let decided = if names_rival { withheld } else { "give: yes" };
        resolved.push_str(&line.replace("give: undecided", decided));
        resolved.push('\n');
    }
    resolved
}

/// Returns what is still shown once the digests are left out: path and value.
fn shown(desk: &Desk, case: &Case, selected: &Selected) -> String {
    let fields = desk.casebook.to_disclose(case).unwrap().into_iter().flat_map(|entry| entry.fields);
    let kept = fields.filter(|field| !selected.selection.withholds(&field.digest));
    let text = kept.filter_map(|field| match field.state {
        FieldState::Shown { path, value } => Some(format!("{path} {value:?}\n")),
        _ => None,
    });
    text.collect()
}

#[test]
fn a_proposal_gives_what_is_due_asks_about_others_and_keeps_privileged_entries_out() {
    let mut desk = Desk::new();
    let case = case(&mut desk);
    insta::assert_snapshot!(proposed(&desk, &case, "representations"));
}

#[test]
fn one_bidder_is_given_its_scores_and_not_those_of_another() {
    let mut desk = Desk::new();
    let case = case(&mut desk);
    let plan = resolved(&proposed(&desk, &case, "representations"));
    let (_, selected) = decided(&desk, &case, &plan, "representations").unwrap();
    let shown = shown(&desk, &case, &selected);
    for given in ["Clear pathways.", "Sound.", "Scored alone.", "A panel.", "By the scheme.", "sha256:"] {
        assert!(shown.contains(given), "{given}: {shown}");
    }
    for withheld in [
        "A secret method.",
        RIVAL,
        "Counsel advised so.",
        "A guess.",
        "answer/choice-of-process",
        "services-begin-on",
        "representation",
    ] {
        assert!(!shown.contains(withheld), "{withheld}: {shown}");
    }
    let reasons: BTreeSet<&str> = selected.withheld.iter().map(|withheld| withheld.on.as_str()).collect();
    assert_eq!(reasons, BTreeSet::from(["commercial-interests", "legal-professional-privilege"]));
    let of = |bar: &str| {
        selected
            .selection
            .withheld
            .values()
            .filter(|withheld| withheld.bar.starts_with(bar) && !withheld.bar.is_empty())
            .count()
    };
    assert!(of("outside-the-request") > 3 && of("The common law on advice") >= 2);
    let method = selected.selection.withheld.values().find(|withheld| withheld.note.contains("method")).unwrap();
    assert!(
        method.ground.starts_with("reg 12(5)(a): ") && method.bar.is_empty() && method.label.contains("reg 24(f)"),
        "{method:?}"
    );
}

#[test]
fn everything_wrong_with_a_plan_is_said_at_once() {
    let mut desk = Desk::new();
    let case = case(&mut desk);
    let entry = |question: &str| {
        let answered = case.state.answers.iter().find(|(key, _)| key.question.as_str() == question).unwrap();
        answered.1.current.as_ref().unwrap().seq
    };
    let (scores, privileged, process) =
        (entry("individual-scores"), entry("existing-provider"), entry("decision-making-process"));
    let plan = format!(
        "disclosure: representations\nto: {ASKS}\ncase: D-2\nentries:\n  - {{ entry: 99, give: yes }}\n  - {{ entry: {privileged}, give: yes }}\n  \
         - entry: {scores}\n    parts:\n      - {{ part: value/0, give: yes }}\n      - {{ part: value/9, give: yes }}\n      - {{ part: value/0, give: yes }}\n"
    );
    let faults = decided(&desk, &case, &plan, "representations").unwrap_err();
    let told: Vec<String> =
        faults.iter().map(|fault| format!("{}: {}; {}", fault.line, fault.what, fault.hint)).collect();
    let missing = format!(
        "0: entry {process} is part of what is due (reg 24(d)), and the plan does not decide on it; add `- entry: {process}` with `give:` to it"
    );
    assert!(told.contains(&missing), "{told:#?}");
    for expected in [
        "0: the plan is one for case D-2, and this is D-1; name the case that the plan was made for".to_owned(),
        "5: the case has no entry 99; `psr log` lists its entries".to_owned(),
        format!(
            "6: entry {privileged} is privileged, and a disclosure never gives what is; write `give: no` and `on: legal-professional-privilege`"
        ),
        format!("10: entry {scores} has no part `value/9`; its parts are reason, value/0, value/1, value/2"),
        "11: part `value/0` is decided twice; keep one of them".to_owned(),
        format!("7: part `value/1` of entry {scores} is not decided; add it under `parts:`"),
    ] {
        assert!(told.contains(&expected), "{expected}\n{told:#?}");
    }
}

#[test]
fn a_plan_is_read_strictly() {
    let mut desk = Desk::new();
    let case = case(&mut desk);
    let wrong = "disclosure: representations\nto: X\ncase: D-1\nwhen: now\nentries:\n  - { entry: 1, give: maybe }\n  - { entry: 2, give: no }\n  \
                 - { entry: 3, give: no, on: section-43 }\n  - { entry: 4, give: no, on: fair-competition }\n  - { entry: 5, give: yes, on: fair-competition }\n  \
                 - { entry: 6, give: no, on: fair-competition, explanation: E, balance: B }\n  - { entry: 6, give: undecided }\n  - { entry: -1, give: yes }\n";
    let weighed = "disclosure: freedom-of-information\nto: X\ncase: D-1\nentries: [{ entry: 1, give: no, on: commercial-interests, explanation: E }, { entry: 2, give: no, on: court-order, explanation: E }]\n";
    let bomb = format!("disclosure: representations\nto: &a [{}]\ncase: *a\n", "x,".repeat(50_000));
    let brackets = "[".repeat(60_000);
    let huge = " ".repeat(psr_rules::facts::INPUT_LIMIT + 1);
    let found = ["", wrong, weighed, "disclosure: gifts\nto: X\ncase: D-1\nentries: []\n", &bomb, &brackets, &huge]
        .map(|plan| {
            let found =
                read_disclosure_plan("plan.yaml", plan.as_bytes(), case.rulebook.pack()).unwrap_err().to_string();
            found.split("\nerror:").take(12).collect::<Vec<_>>().join("\nerror:")
        });
    insta::assert_snapshot!(found.join("\n---\n"));
}

#[test]
fn a_request_for_information_has_exemptions_of_its_own_and_privilege_is_weighed() {
    let mut desk = Desk::new();
    let case = case(&mut desk);
    let plan = resolved(&proposed(&desk, &case, "freedom-of-information"));
    let unweighed = read_disclosure_plan("plan.yaml", plan.as_bytes(), case.rulebook.pack()).unwrap_err().to_string();
    assert!(unweighed.contains("without the balance of the public interest"), "{unweighed}");
    let weighed = "explanation: E\n        balance: The rival would not bid again.";
    let plan = plan.replace("explanation: It would hand over the rival's method.", weighed);
    let plan =
        plan.replace("\"The case marks it as privileged.\"", "It is counsel's.\n    balance: Advice must be free.");
    let (decided, selected) = decided(&desk, &case, &plan, "freedom-of-information").unwrap();
    assert!(!shown(&desk, &case, &selected).contains("Counsel advised so."));
    assert!(shown(&desk, &case, &selected).contains("A guess."), "everything on record is due");
    let drawn = with(&desk, &case, "freedom-of-information", |disclosing| {
        schedule(disclosing, &decided, "example.org/desk", "2026-11-22".parse().unwrap())
    });
    let privileged = drawn.items[0].withheld.iter().find(|row| row.source == "FOIA 2000 s 42").unwrap();
    assert_eq!((privileged.is_bar, privileged.balance.as_deref()), (false, Some("Advice must be free.")));
    assert_eq!(drawn.outside, 0);
}

#[test]
fn what_is_erased_is_no_longer_decided_on_and_a_disclosure_is_on_record_also_after_closing() {
    let mut desk = Desk::new();
    let case = case(&mut desk);
    let event = EventGiven {
        event: "further-decision-communicated".to_owned(),
        on: "2026-05-20".parse().unwrap(),
        details: Vec::new(),
    };
    let case = desk.act("Jo", |book, acting| book.event(&case, &event, acting)).unwrap().case;
    let scores = case
        .state
        .answers
        .iter()
        .find(|(key, _)| key.question.as_str() == "individual-scores")
        .unwrap()
        .1
        .current
        .clone()
        .unwrap();
    let given = psr_casefile::casebook::ErasureGiven {
        entry: scores.seq,
        paths: vec!["value/1".to_owned()],
        reason: "It named a patient.".to_owned(),
        ground: "UK GDPR art 17".to_owned(),
    };
    desk.act("Jo", |book, acting| book.erase(&case, &given, acting)).unwrap();
    let case = desk.casebook.case_by_id(case.id).unwrap();
    let case = desk.act("Jo", |book, acting| book.close(&case, Some("Done.".to_owned()), acting)).unwrap().case;
    let plan = resolved(&proposed(&desk, &case, "representations"));
    assert!(!plan.contains(RIVAL) && plan.contains("How did each evaluator score"), "{plan}");
    let (decided, selected) = decided(&desk, &case, &plan, "representations").unwrap();
    let (_, kind) = disclosure_kind(&case, Some("representations")).unwrap();
    let receipt =
        desk.act("Jo", |book, acting| book.disclosed(&case, kind, (&decided, selected), Digest::ZERO, acting)).unwrap();
    let after = desk.casebook.case_by_id(case.id).unwrap();
    let recorded = after.state.disclosures.last().unwrap();
    assert_eq!(
        (recorded.seq, recorded.what.to.as_str(), recorded.what.request.as_deref()),
        (receipt.seq, ASKS, Some("REQ-1"))
    );
    assert_eq!((recorded.what.basis, &recorded.what.bundle), (case.state.head, &Digest::ZERO.to_string()));
    assert!(recorded.what.withheld.iter().any(|withheld| withheld.on == "legal-professional-privilege"));
    assert!(desk.casebook.cases().unwrap()[0].closed, "a disclosure does not open it again");
    assert_eq!(desk.casebook.replay(None, &mut |_| {}).unwrap().faults, []);
    let stale =
        desk.act("Jo", |book, acting| book.disclosed(&case, kind, (&decided, select_none()), Digest::ZERO, acting));
    assert!(stale.is_err(), "somebody wrote meanwhile");
}

fn select_none() -> Selected {
    Selected { selection: psr_recorder::bundle::Selection::default(), given: Vec::new(), withheld: Vec::new() }
}
