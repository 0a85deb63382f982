//! Sign-off: who must approve, what stands, and what a signature proves.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{Desk, now};
use psr_casefile::Error;
use psr_casefile::casebook::{AnswerGiven, ApprovalGiven, Case, ErasureGiven, Given};
use psr_casefile::check::check;
use psr_casefile::event::SignOff;
use psr_casefile::record::decision_record;
use psr_casefile::replay::Replay;
use psr_casefile::signoff::{NAMESPACE, Standing, Stands, standing};
use psr_recorder::signature::PrivateKey;
use psr_recorder::{Append, OperationId, Value};

fn answered(desk: &mut Desk, case: &Case, question: &str, value: &str) -> Case {
    let given = AnswerGiven {
        question: question.to_owned(),
        given: Given::Text(value.to_owned()),
        reason: Some("As the file shows.".to_owned()),
        ..AnswerGiven::default()
    };
    desk.act("Jo Bloggs", |book, acting| book.answer(case, vec![given], acting)).unwrap().case
}

fn case(desk: &mut Desk, reference: &str) -> Case {
    let case = desk.open(reference, &[]);
    answered(desk, &case, "existing-provider", "yes")
}

fn approve(desk: &mut Desk, case: &Case, by: &str, role: &str) -> Case {
    desk.act(by, |book, acting| book.approve(case, Some(role.to_owned()), acting)).unwrap().case
}

fn need(desk: &mut Desk, case: &Case, roles: &[&str]) -> Case {
    let need = roles.iter().map(|role| (*role).to_owned()).collect();
    let sign_off = SignOff { need, under: Some("Standing orders, 7".to_owned()) };
    desk.act("Jo Bloggs", |book, acting| book.sign_off(case, sign_off, acting)).unwrap().case
}

/// Returns the ids of the gaps in approval, with the first message.
fn gaps(case: &Case) -> (Vec<String>, String) {
    let gaps = check(case, &decision_record(case).unwrap(), "2026-11-21".parse().unwrap()).unwrap();
    let of_approval = |id: &str| id.contains("approv");
    let found: Vec<_> = gaps.into_iter().filter(|gap| of_approval(&gap.id) && gap.blocks).collect();
    let message = found.first().map(|gap| gap.message.clone()).unwrap_or_default();
    (found.into_iter().map(|gap| gap.id).collect(), message)
}

fn replay(desk: &Desk) -> Replay {
    desk.casebook.replay(None, &mut |_| {}).unwrap()
}

fn key(name: &str) -> PrivateKey {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/signatures/");
    PrivateKey::read(&std::fs::read_to_string(format!("{path}{name}")).unwrap()).unwrap()
}

#[test]
fn without_a_word_on_who_must_approve_one_approval_is_enough() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-1");
    assert_eq!(gaps(&open).0, ["not-approved"]);
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    assert!(standing(&open).approved);
    assert_eq!(gaps(&open).0, Vec::<String>::new());
}

#[test]
fn every_role_that_is_needed_must_approve_the_same_draft() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-2");
    let open = need(&mut desk, &open, &["Director of Commissioning", "Chief Finance Officer"]);
    let open = desk.act("Jo Bloggs", |book, acting| book.submit(&open, Vec::new(), None, acting)).unwrap().case;
    let submitted = open.state.submissions[0].what.clone();
    let open = approve(&mut desk, &open, "Sam Roe", "director of commissioning");
    assert_eq!(
        gaps(&open),
        (
            vec!["role-has-not-approved".to_owned()],
            "Chief Finance Officer: this role must approve, and has not.".to_owned()
        )
    );
    let open = approve(&mut desk, &open, "Kim Lee", "Chief Finance Officer");
    let found = standing(&open);
    assert!(found.approved);
    let heads: Vec<&str> = found.approvals.iter().map(|approval| approval.head.as_str()).collect();
    assert_eq!(heads, [submitted.head.as_str(), submitted.head.as_str()], "both approve what was submitted");
    assert_eq!(replay(&desk).faults, []);

    // One of them approves again after a change: the other approved another draft, which does not stand any more.
    let open = answered(&mut desk, &open, "existing-provider", "no");
    assert_eq!(gaps(&open).0, ["approval-overtaken", "approval-overtaken"]);
    let open = approve(&mut desk, &open, "Kim Lee", "Chief Finance Officer");
    let found = standing(&open);
    let missing: Vec<&str> =
        found.needed.iter().filter(|needed| needed.approval.is_none()).map(|needed| needed.role.as_str()).collect();
    assert_eq!((found.approved, missing), (false, vec!["Director of Commissioning"]));
}

#[test]
fn an_approval_of_an_earlier_draft_does_not_count_with_one_of_a_later() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-3");
    let open = need(&mut desk, &open, &["Director", "Treasurer"]);
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    // A decision that begins only now leaves the first approval standing, and is part of the second draft alone.
    let award = AnswerGiven {
        decision: Some("award-record".to_owned()),
        question: "awarded-on".to_owned(),
        given: Given::Text("2026-05-04".to_owned()),
        ..AnswerGiven::default()
    };
    let open = desk.act("Jo Bloggs", |book, acting| book.answer(&open, vec![award], acting)).unwrap().case;
    let open = approve(&mut desk, &open, "Kim Lee", "Treasurer");
    let found = standing(&open);
    assert_eq!(found.approvals.iter().map(|approval| approval.stands).collect::<Vec<_>>(), [Stands::Yes, Stands::Yes]);
    assert_eq!(
        (found.approved, found.needed[0].earlier.is_some(), found.needed[1].approval.is_some()),
        (false, true, true)
    );
    assert_eq!(gaps(&open).0, ["approval-of-an-earlier-draft"]);
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    assert!(standing(&open).approved);
}

#[test]
fn what_changed_since_an_approval_is_named_entry_by_entry() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-4");
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    let open = answered(&mut desk, &open, "existing-provider", "no");
    let found = standing(&open);
    let Standing { approvals, .. } = found;
    assert_eq!(approvals[0].stands, Stands::Changed);
    let what: Vec<&str> = approvals[0].changes.iter().map(|change| change.what.as_str()).collect();
    assert_eq!(what[0], "“Is there an existing provider of the services?” was answered again");
    let (ids, message) = gaps(&open);
    assert_eq!(ids, ["approval-overtaken"]);
    assert!(
        message.starts_with("Something that was approved has been replaced since: “Is there an existing provider"),
        "{message}"
    );
    let taken_back = AnswerGiven { question: "existing-provider".to_owned(), ..AnswerGiven::default() };
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    let open = desk.act("Jo Bloggs", |book, acting| book.answer(&open, vec![taken_back], acting)).unwrap().case;
    let approvals = standing(&open).approvals;
    assert!(approvals[1].changes[0].what.ends_with("was taken back"), "{:?}", approvals[1].changes);
}

#[test]
fn nothing_is_approved_after_a_refusal_until_it_is_submitted_again() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-5");
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    let refused =
        desk.act("Kim Lee", |book, acting| book.refuse_approval(&open, None, "The offer was not costed.", acting));
    let open = refused.unwrap().case;
    let (ids, message) = gaps(&open);
    assert_eq!(
        (ids, message.as_str()),
        (vec!["approval-refused".to_owned()], "Kim Lee refused to approve: The offer was not costed.")
    );
    let error = desk.act("Sam Roe", |book, acting| book.approve(&open, None, acting)).unwrap_err();
    assert!(error.to_string().contains("nothing was submitted since"), "{error}");
    let open = desk.act("Jo Bloggs", |book, acting| book.submit(&open, Vec::new(), None, acting)).unwrap().case;
    let found = standing(&open);
    assert_eq!((found.approved, found.approvals[0].stands, found.refusal), (false, Stands::Refused, None));
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    assert!(standing(&open).approved);
    assert_eq!(replay(&desk).faults, []);
}

#[test]
fn only_its_giver_takes_an_approval_back() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-6");
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    let error = desk.act("Kim Lee", |book, acting| book.withdraw_approval(&open, None, None, acting)).unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let open = desk.act("Sam Roe", |book, acting| book.withdraw_approval(&open, None, None, acting)).unwrap().case;
    assert_eq!(
        (standing(&open).approvals[0].stands, gaps(&open).0),
        (Stands::Withdrawn, vec!["approval-withdrawn".to_owned()])
    );
    let again = desk.act("Sam Roe", |book, acting| book.withdraw_approval(&open, None, None, acting));
    assert!(again.is_err(), "it was taken back already");
    // Written past this program by somebody who is not its giver, it is a fault.
    let fields =
        vec![("approval-withdrawal/approval".to_owned(), Value::Int(open.state.approvals[0].seq.try_into().unwrap()))];
    append(&mut desk, &open, "a1", "psr.approval-withdrawal/1", fields);
    assert_eq!(kinds(&replay(&desk)), ["approval"]);
}

#[test]
fn what_was_erased_was_not_changed() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-7");
    let open = approve(&mut desk, &open, "Sam Roe", "Director");
    let entry = open.state.answers.values().next().unwrap().current.as_ref().unwrap().seq;
    let given = ErasureGiven {
        entry,
        paths: vec!["reason".to_owned()],
        reason: "A name.".to_owned(),
        ground: "UK GDPR".to_owned(),
    };
    desk.act("Jo Bloggs", |book, acting| book.erase(&open, &given, acting)).unwrap();
    let open = desk.casebook.case("S-7").unwrap();
    let approval = &standing(&open).approvals[0];
    assert_eq!((approval.stands, approval.erased.as_slice(), approval.changes.len()), (Stands::Yes, &[entry][..], 0));
}

/// Approves and signs.
fn sign(desk: &mut Desk, case: &Case, key: &PrivateKey) -> psr_casefile::Result<Case> {
    let given = ApprovalGiven { role: Some("Director".to_owned()), under: Some("Scheme, 4.2".to_owned()) };
    let mut signs = |text: &str| Ok::<_, Error>(key.sign(NAMESPACE, text.as_bytes()));
    desk.act("Sam Roe", |book, acting| book.approve_with(case, &given, Some(&mut signs), acting))
        .map(|recorded| recorded.case)
}

#[test]
fn a_signed_approval_is_told_apart_from_one_that_is_only_recorded() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-8");
    let open = approve(&mut desk, &open, "Kim Lee", "Treasurer");
    let open = sign(&mut desk, &open, &key("approver.key")).unwrap();
    let approvals = decision_record(&open).unwrap().approvals;
    assert_eq!(approvals[0].signed, None);
    let signed = approvals[1].signed.clone().unwrap();
    assert_eq!(
        (signed.key, signed.fault, signed.checked),
        (Some(key("approver.key").public().fingerprint()), None, true)
    );
    let found = replay(&desk);
    assert_eq!((found.faults.as_slice(), found.unsigned, found.signed.len()), (&[][..], 1, 1));
    assert_eq!((found.signed[0].name.as_str(), &found.signed[0].key), ("Sam Roe", &key("approver.key").public()));
}

/// Appends an entry past everything that this crate checks.
fn append(desk: &mut Desk, case: &Case, act: &str, typ: &str, fields: Vec<(String, Value)>) {
    let head = desk.casebook.register().head(case.id).unwrap().unwrap().0;
    let mut seed = 4711 + head;
    let mut draw = |bytes: &mut [u8]| common::fill(&mut seed, bytes);
    let append = Append {
        rec: case.id,
        base: Some(head),
        op: OperationId::draw(&mut draw),
        at: now(),
        act: act.to_owned(),
        typ: typ.to_owned(),
        fields,
        checkpoint: false,
    };
    desk.casebook.register_mut().append(&append, &mut draw).unwrap();
}

fn kinds(replay: &Replay) -> Vec<&str> {
    replay.faults.iter().map(|fault| fault.kind).collect()
}

/// The fields of a signed approval, as they are on record.
fn fields(case: &Case) -> Vec<(String, Value)> {
    let approved = &case.state.approvals.last().unwrap().what;
    let text = |name: &str, text: &Option<String>| (format!("approval/{name}"), Value::Text(text.clone().unwrap()));
    vec![
        text("role", &approved.role),
        text("delegation", &approved.delegation),
        text("head", &Some(approved.head.clone())),
        ("approval/basis".to_owned(), Value::Int(approved.basis.try_into().unwrap())),
        text("signature", &approved.signature),
    ]
}

fn with(mut fields: Vec<(String, Value)>, name: &str, value: Value) -> Vec<(String, Value)> {
    fields.iter_mut().filter(|(path, _)| path == &format!("approval/{name}")).for_each(|field| field.1 = value.clone());
    fields
}

/// A forged approval: how the fields are altered, who acts, and the faults it must have.
type Forgery<'f> =
    (&'f str, Box<dyn Fn(&Case, Vec<(String, Value)>) -> Vec<(String, Value)> + 'f>, &'f str, Vec<&'f str>);

#[test]
fn a_signature_is_worth_nothing_under_anything_else() {
    let statement = |case: &Case, purpose: &str, key: &PrivateKey| {
        let (approved, id) = (&case.state.approvals.last().unwrap().what, case.id);
        let text = format!(
            "psr approval 1\nI approve what this record says up to this entry.\norigin example.org/desk\nrecord {id}\nentry {}\nhead {}\nrole Director\nunder Scheme, 4.2\nname Sam Roe\n",
            approved.basis, approved.head
        );
        Value::Text(key.sign(purpose, text.as_bytes()))
    };
    let forgeries: Vec<Forgery<'_>> = vec![
        ("the same once more", Box::new(|_, fields| fields), "a2", vec![]),
        (
            "as built here",
            Box::new(|case, fields| with(fields, "signature", statement(case, NAMESPACE, &key("approver.key")))),
            "a2",
            vec![],
        ),
        ("under another's name", Box::new(|_, fields| fields), "a1", vec!["signature"]),
        ("in another role", Box::new(|_, fields| with(fields, "role", Value::from("Chair"))), "a2", vec!["signature"]),
        (
            "under another scheme",
            Box::new(|_, fields| with(fields, "delegation", Value::from("None"))),
            "a2",
            vec!["signature"],
        ),
        (
            "for another purpose",
            Box::new(|case, fields| with(fields, "signature", statement(case, "file", &key("approver.key")))),
            "a2",
            vec!["signature"],
        ),
        (
            "over another head",
            Box::new(|case, fields| {
                let entry = case.entries.last().unwrap();
                let fields = with(fields, "head", Value::Text(entry.leaf.to_string()));
                with(fields, "basis", Value::Int(entry.seq.try_into().unwrap()))
            }),
            "a2",
            vec!["signature"],
        ),
        (
            "over a head that is none",
            Box::new(|_, fields| with(fields, "head", Value::from("sha256:00"))),
            "a2",
            vec!["approval", "signature"],
        ),
        (
            "no signature at all",
            Box::new(|_, fields| with(fields, "signature", Value::from("Signed: Sam Roe"))),
            "a2",
            vec!["signature"],
        ),
    ];
    for (name, forge, act, faults) in forgeries {
        let mut desk = Desk::new();
        let open = case(&mut desk, "S-9");
        let open = sign(&mut desk, &open, &key("approver.key")).unwrap();
        append(&mut desk, &open, act, "psr.approval/1", forge(&open, fields(&open)));
        assert_eq!(kinds(&replay(&desk)), faults, "{name}");
    }
}

#[test]
fn a_signature_from_another_case_is_found_out() {
    let mut desk = Desk::new();
    let other = case(&mut desk, "S-10");
    let other = sign(&mut desk, &other, &key("approver.key")).unwrap();
    let open = case(&mut desk, "S-11");
    let open = sign(&mut desk, &open, &key("approver.key")).unwrap();
    let signature = Value::Text(other.state.approvals[0].what.signature.clone().unwrap());
    append(&mut desk, &open, "a2", "psr.approval/1", with(fields(&open), "signature", signature));
    assert_eq!(kinds(&replay(&desk)), ["signature"]);
    let open = desk.casebook.case("S-11").unwrap();
    let (ids, message) = gaps(&open);
    assert_eq!(ids, ["approval-signature"]);
    assert!(message.contains("did not sign this text"), "{message}");
}

#[test]
fn a_signature_that_does_not_fit_is_not_recorded() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-12");
    let given = ApprovalGiven::default();
    let mut signs = |_: &str| Ok::<_, Error>(key("approver.key").sign(NAMESPACE, b"something else"));
    let refused = desk.act("Sam Roe", |book, acting| book.approve_with(&open, &given, Some(&mut signs), acting));
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("the signature does not fit what is approved"), "{error}");
    assert!(desk.casebook.case("S-12").unwrap().state.approvals.is_empty());
}

#[test]
fn a_signature_cannot_be_checked_where_what_was_signed_is_erased() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-13");
    let open = sign(&mut desk, &open, &key("approver.key")).unwrap();
    let entry = open.state.approvals[0].seq;
    let given = ErasureGiven {
        entry,
        paths: vec!["role".to_owned()],
        reason: "A name.".to_owned(),
        ground: "UK GDPR".to_owned(),
    };
    desk.act("Jo Bloggs", |book, acting| book.erase(&open, &given, acting)).unwrap();
    let found = replay(&desk);
    assert_eq!((kinds(&found), found.not_checked.len(), found.signed.len()), (vec![], 1, 0));
    let open = desk.casebook.case("S-13").unwrap();
    let signed = decision_record(&open).unwrap().approvals[0].signed.clone().unwrap();
    assert_eq!((signed.checked, signed.fault), (false, None));
}

#[test]
fn what_an_approval_was_given_for_is_never_erased() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-15");
    let open = sign(&mut desk, &open, &key("approver.key")).unwrap();
    let entry = open.state.approvals[0].seq;
    let whole = ErasureGiven { entry, ..ErasureGiven::default() };
    let erasable = desk.casebook.erasable(&open, &whole).unwrap();
    assert_eq!(erasable, ["approval/delegation", "approval/role", "approval/signature"]);
    let head = ErasureGiven { entry, paths: vec!["approval/head".to_owned()], ..ErasureGiven::default() };
    assert!(desk.casebook.erasable(&open, &head).is_err());
}

#[test]
fn what_is_given_beside_an_approval_is_one_line() {
    let mut desk = Desk::new();
    let open = case(&mut desk, "S-14");
    let given = ApprovalGiven { role: Some("Director\nname Kim Lee".to_owned()), under: Some(" ".to_owned()) };
    let refused = desk.act("Sam Roe", |book, acting| book.approve_with::<Error>(&open, &given, None, acting));
    let Error::Refused(refusals) = refused.unwrap_err() else { panic!("refused") };
    assert_eq!(refusals.len(), 2);
}
