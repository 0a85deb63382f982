//! Policies and cosignatures: what is read, what is refused, and which heads meet a quorum.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use psr_recorder::trust::{KeyChange, Keys, Policy, Statement};
use psr_recorder::{Checkpoint, Digest, SigningKey, VerifierKey, note};
use support::{ORIGIN, key, other_key};

const TIME: u64 = 1_679_315_147;

fn witness(number: u8) -> SigningKey {
    SigningKey::from_seed(&[100 + number; 32])
}

fn name(number: u8) -> String {
    format!("w{number}.example.org")
}

fn vkey(number: u8) -> VerifierKey {
    witness(number).cosigner(&name(number))
}

/// A head, cosigned by these witnesses.
fn head(witnesses: &[u8]) -> note::SignedNote {
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 12, root: Digest::of(&[b"root"]) };
    let mut note = note::open(&checkpoint.sign(&key())).unwrap();
    for &number in witnesses {
        let line = note.cosign(&name(number), &witness(number), TIME + u64::from(number));
        note.signatures.push(line);
    }
    note
}

/// Five witnesses in two groups, as in the specification's example.
fn policy(quorum: &str) -> Vec<u8> {
    let witnesses: String = (1..=5).map(|number| format!("witness W{number} {}\n", vkey(number))).collect();
    let log = key().verifier(ORIGIN);
    format!(
        "# by example\n\n  log {log}\thttps://example.org/\n{witnesses}group X 2 W1 W2 W3\ngroup Y any W4 W5\n\
         group X-and-Y all X Y\nquorum {quorum}\n"
    )
    .into_bytes()
}

/// The example of tlog-cosignature: the form of its lines, and the message that its witness signed.
#[test]
fn the_published_cosignature_has_its_published_time() {
    let published = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let opened = note::open(published).unwrap();
    assert_eq!(Checkpoint::parse(&opened.text).unwrap().size, 20_852_163);
    assert_eq!(opened.signatures[1].signature.len(), 8 + 64);
    assert_eq!(opened.signatures[1].signature[..8], TIME.to_be_bytes());
    assert_eq!(opened.to_string(), published);
}

#[test]
fn a_cosignature_is_over_its_time_and_the_whole_text() {
    let note = head(&[1]);
    let cosigned = note.cosigned_by(&vkey(1)).unwrap();
    assert_eq!((cosigned.witness, cosigned.at.timestamp()), (name(1), 1_679_315_148));
    let key = ed25519_dalek::SigningKey::from_bytes(&[101; 32]);
    let message = format!("cosignature/v1\ntime 1679315148\n{}", note.text);
    let expected = ed25519_dalek::Signer::sign(&key, message.as_bytes()).to_bytes();
    assert_eq!(note.signatures[1].signature[8..], expected);
    assert_eq!(note.cosigned_by(&vkey(2)), None);
    assert_eq!(note.cosigned_by(&witness(1).verifier(&name(1))), None, "a key of another type has another id");
    let mut later = note.clone();
    later.signatures[1].signature[7] += 1;
    assert_eq!(later.cosigned_by(&vkey(1)), None, "another time");
    let mut far = note.clone();
    far.signatures[1] = note.cosign(&name(1), &witness(1), u64::MAX);
    assert_eq!(far.cosigned_by(&vkey(1)), None, "a time beyond what is allowed");
    let mut twice = note.clone();
    twice.signatures.push(note.cosign(&name(1), &witness(1), TIME + 9));
    assert_eq!(twice.cosigned_by(&vkey(1)).unwrap().at.timestamp(), 1_679_315_156, "the later of two");
}

#[test]
fn a_quorum_is_met_by_enough_witnesses_and_by_no_fewer() {
    let cases: [(&str, &[u8], bool); 12] = [
        ("none", &[], true),
        ("W1", &[1], true),
        ("W1", &[2, 3, 4, 5], false),
        ("X", &[1, 3], true),
        ("X", &[1, 4, 5], false),
        ("Y", &[5], true),
        ("Y", &[1, 2, 3], false),
        ("X-and-Y", &[1, 2, 4], true),
        ("X-and-Y", &[1, 2, 3], false),
        ("X-and-Y", &[1, 4], false),
        ("X-and-Y", &[1, 2, 3, 4, 5], true),
        ("X-and-Y", &[], false),
    ];
    for (quorum, witnesses, met) in cases {
        let checked = Policy::parse(&policy(quorum)).unwrap().check(&head(witnesses));
        assert_eq!(checked.is_ok(), met, "{quorum} by {witnesses:?}");
        if let Ok(cosigned) = checked {
            assert_eq!(cosigned.len(), witnesses.len());
        }
    }
    let lacking = Policy::parse(&policy("X")).unwrap().check(&head(&[1, 4])).unwrap_err();
    assert_eq!(lacking, "is to be cosigned by `X`, that is 2 of: W1, W2, W3; only W1, W4 did");
    let lacking = Policy::parse(&policy("W2")).unwrap().check(&head(&[])).unwrap_err();
    assert_eq!(lacking, "is to be cosigned by the witness `W2`; no witness of the policy did");
}

#[test]
fn one_witness_line_that_is_altered_does_not_count() {
    let mut note = head(&[1, 2]);
    note.signatures[2].signature[40] ^= 1;
    assert!(Policy::parse(&policy("X")).unwrap().check(&note).unwrap_err().ends_with("only W1 did"));
}

#[test]
fn a_policy_pins_the_newest_of_the_registers_keys_that_it_lists() {
    let (first, second) = (key().verifier(ORIGIN), other_key().verifier(ORIGIN));
    let change = KeyChange { size: 3, old: first.clone(), new: second.clone() };
    let keys = Keys::from_statements(first.clone(), &[Statement::Change(change).sign(&other_key(), Some(&key()))]);
    let pin = |lines: &str| Policy::parse(format!("{lines}quorum none\n").as_bytes()).unwrap().pin(&keys);
    assert_eq!(pin(""), Ok(None));
    assert_eq!(pin(&format!("log {first}\n")), Ok(Some(first.clone())));
    assert_eq!(pin(&format!("log {second}\nlog {first}\n")), Ok(Some(second)));
    let stranger = SigningKey::from_seed(&[77; 32]).verifier(ORIGIN);
    assert!(pin(&format!("log {stranger}\n")).unwrap_err().contains("lists none of the register's keys"));
}

#[test]
fn the_policys_own_word_against_a_key_is_read_and_applied() {
    let first = key().verifier(ORIGIN);
    let policy = Policy::parse(format!("quorum none\nrevoked {first} 7\n").as_bytes()).unwrap();
    let mut keys = Keys::only(first.clone());
    policy.distrust(&mut keys);
    assert_eq!(keys.trusted_up_to(&first), Some(7));
    assert!(keys.check_head(&head(&[])).unwrap_err().contains("trusted up to size 7 only"));
}

#[test]
fn everything_wrong_with_a_policy_is_told_at_once_with_its_line() {
    let (log, cosigner) = (key().verifier(ORIGIN), vkey(1));
    let file = format!(
        "log {log}\nlog {log}\nlog {cosigner}\nlog nonsense\nlog\nwitness W {cosigner}\nwitness W {}\nwitness V {cosigner}\n\
         witness none {}\nwitness U {log}\ngroup G 3 W V\ngroup H any W\ngroup I all\ngroup J x U\ngroup K any K\n\
         quorum nobody\nquorum W\nrevoked {log} 07\nrevoked {log}\nhello\nlog {log} https://a b\n# a\u{7} bell\n",
        vkey(2),
        vkey(3),
    );
    let problems = Policy::parse(file.as_bytes()).unwrap_err();
    let expected = [
        (2, "stands here twice"),
        (3, "this must be one with which a log signs"),
        (4, "`nonsense`: `verifier key` is not"),
        (5, "is not of the form: log KEY [URL]"),
        (7, "`W` is defined in line 6 already"),
        (8, "stands here twice"),
        (9, "`none` is the name for no witness"),
        (10, "this must be one with which a witness cosigns"),
        (11, "`3` is not all, any or a number from 1 to 2"),
        (12, "`W` is a member of a group in line 11 already"),
        (13, "the group has no members"),
        (14, "`x` is not all, any or a number from 1 to 1"),
        (15, "`K` is no witness or group of a line before"),
        (16, "`nobody` is no witness or group"),
        (17, "the quorum stands in line 16 already"),
        (18, "`07` is not a size"),
        (19, "is not of the form: revoked KEY SIZE"),
        (20, "`hello` is not log, witness, group, quorum or revoked"),
        (21, "`b` stands after the address"),
        (22, "control character 0x07"),
    ];
    for ((line, reason), problem) in expected.iter().zip(&problems) {
        assert!(
            problem.line == Some(*line) && problem.message.contains(reason),
            "{problem}, expected {line}: {reason}"
        );
    }
    assert_eq!(problems.len(), expected.len());
    let missing = Policy::parse(b"").unwrap_err();
    assert!(missing.len() == 1 && missing[0].line.is_none() && missing[0].message.contains("no line `quorum NAME`"));
    assert!(Policy::parse(&vec![b'#'; (1 << 20) + 1]).unwrap_err()[0].message.contains("1048576 are allowed"));
    assert!(Policy::parse(b"quorum none\r\n").unwrap_err()[0].message.contains("0x0d"));
}

/// Names are opaque bytes: a Kelvin sign is no K, and bytes that are not UTF-8 are a name like any other.
#[test]
fn names_are_bytes() {
    let lines = |one: &[u8], other: &[u8], quorum: &[u8]| {
        let line = |name: &[u8], number| [b"witness ", name, format!(" {}\n", vkey(number)).as_bytes()].concat();
        [line(one, 1), line(other, 2), b"quorum ".to_vec(), quorum.to_vec(), b"\n".to_vec()].concat()
    };
    let kelvin = "\u{212a}".as_bytes();
    let policy = Policy::parse(&lines(b"K", kelvin, kelvin)).unwrap();
    assert!(policy.check(&head(&[1])).is_err() && policy.check(&head(&[2])).is_ok());
    assert!(Policy::parse(&lines(b"\xff", b"\xfe", b"\xff")).unwrap().check(&head(&[1])).is_ok());
    assert!(Policy::parse(&lines(b"a", b"b", b"\xff")).is_err());
}

proptest! {
    #[test]
    fn no_bytes_stop_a_reader(mut file in prop::collection::vec(any::<u8>(), 0..200), place in any::<prop::sample::Index>()) {
        let _ = Policy::parse(&file);
        let mut altered = policy("X-and-Y");
        let place = place.index(altered.len());
        altered.splice(place..place, file.drain(..));
        let _ = Policy::parse(&altered);
    }
}
