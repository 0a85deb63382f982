//! Checkpoints for outside, keys that follow one another, and proofs that come from outside over a network of this machine.
#![allow(clippy::unwrap_used)]

#[path = "../../psr-recorder/tests/support/authority.rs"]
mod authority;
mod common;
mod server;
#[path = "../../psr-recorder/tests/support/witness.rs"]
mod witness;

use authority::{Authority, KEYS, openssl_is_here};
use common::{Desk, Ran};
use psr_cli::Exit;
use psr_recorder::{Checkpoint, Register, SigningKey, VerifierKey, note};
use server::{Served, Server};
use witness::Witness;

fn register(desk: &Desk) -> Register {
    Register::open_read(desk.path("register").as_path()).unwrap()
}

fn done(ran: Ran) -> String {
    assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
    ran.stdout
}

fn refused(ran: Ran, reason: &str) {
    assert_eq!(ran.exit, Exit::CouldNotLook, "{}", ran.stdout);
    assert!(ran.stderr.contains(reason), "{}, expected {reason}", ran.stderr);
}

/// The verifier key of a witness that never saw the register.
fn strangers_key() -> VerifierKey {
    SigningKey::from_seed(&[61; 32]).cosigner("stranger.example.org")
}

/// The lines of a page as one text, however it was wrapped.
fn unwrapped(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_checkpoint_is_printed_with_what_it_is_for_and_how_to_check_it() {
    let desk = Desk::with_case();
    let signed = register(&desk).signed_head().unwrap();
    let page = done(desk.psr(&["checkpoint"]));
    let key = register(&desk).verifier().fingerprint();
    for said in
        ["Checkpoint of the register example.org/toys", "psr verify REGISTER --prior FILE", &key, signed.trim_end()]
    {
        assert!(page.contains(said), "{said} is not in {page}");
    }
    assert!(page.contains("\u{2588}\u{2580}\u{2580}\u{2580}\u{2580}\u{2580}\u{2588}"), "the corner of a code");
    assert_eq!(done(desk.psr(&["checkpoint", "--as", "note"])), signed);
    let svg = done(desk.psr(&["checkpoint", "--as", "svg"]));
    assert!(
        svg.starts_with("<svg xmlns=")
            && svg.contains("<title id=\"title\">Checkpoint of the register example.org/toys")
    );
    let file = desk.path("kept.note").display().to_string();
    done(desk.psr(&["checkpoint", "--as", "note", "-o", &file]));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), signed);
    refused(desk.psr(&["checkpoint", "--as", "note", "-o", &file]), "nothing is overwritten");
}

#[test]
fn todays_head_is_kept_even_when_nothing_was_recorded() {
    let desk = Desk::with_case();
    let before = register(&desk).checkpoints().unwrap();
    let kept = desk.psr(&["checkpoint", "--keep", "--as", "note"]);
    assert_eq!(kept.stdout, register(&desk).signed_head().unwrap());
    let again = desk.psr(&["checkpoint", "--keep", "--as", "note"]);
    assert!(again.stderr.contains("it stands"), "{}", again.stderr);
    assert_eq!(again.stdout, kept.stdout);
    let after = register(&desk).checkpoints().unwrap();
    assert_eq!(after.last().unwrap().note, kept.stdout);
    assert!(after.len() - before.len() <= 1);
}

#[test]
fn a_key_is_changed_three_times_and_the_register_goes_on_without_being_told_where() {
    let desk = Desk::with_case();
    let first = register(&desk).verifier().clone();
    for number in 2..=4 {
        let page = done(desk.psr(&["key", "change"]));
        assert!(page.contains(&format!("example.org+toys.{number}.key")), "{page}");
        let signed = done(desk.psr(&["checkpoint", "--keep", "--as", "note"]));
        assert_eq!(
            note::open(&signed).unwrap().signatures.len(),
            2,
            "the first head after a change carries both lines"
        );
        let reason = format!("Reason {number}.");
        done(desk.psr(&["hold", "TOY-1", if number % 2 == 0 { "place" } else { "release" }, "--reason", &reason]));
    }
    let register = register(&desk);
    let keys = register.keys();
    assert_eq!((keys.first(), keys.links().len(), keys.faults(None)), (&first, 4, Vec::new()));
    assert!(keys.check_head(&note::open(&register.signed_head().unwrap()).unwrap()).is_ok());
    let first = first.to_string();
    done(desk.psr(&["verify", "--key", &first, "--require", "pinned-key"]));
    let page = done(desk.psr(&["key", "show"]));
    assert!(keys.links().iter().all(|link| page.contains(&link.key.to_string())), "{page}");
    let old = desk.path("config/psr/example.org+toys.key").display().to_string();
    let ran = desk.psr(&["hold", "TOY-1", "place", "--reason", "No.", "--key", &old]);
    refused(ran, "is not the key of");
}

#[test]
fn a_new_key_is_read_where_it_is_there_and_never_lies_inside_the_register() {
    let desk = Desk::with_register();
    let named = desk.path("mine.key").display().to_string();
    let page = done(desk.psr(&["key", "change", "--new", &named]));
    assert!(unwrapped(&page).contains("name the new key's file with --key FILE or PSR_KEY"), "{page}");
    refused(desk.psr(&["key", "change"]), "the register's signing key is not here");
    let inside = desk.path("register/next.key").display().to_string();
    refused(desk.psr(&["key", "change", "--key", &named, "--new", &inside]), "would lie inside the register");
    refused(desk.psr(&["key", "change", "--key", &named, "--new", &named]), "the key was not changed");
    assert!(desk.path("mine.key").is_file(), "a key that was there is never removed");
}

#[test]
fn a_key_is_revoked_with_or_without_it_and_everyone_is_to_be_told() {
    let desk = Desk::with_case();
    refused(desk.psr(&["key", "revoke", "--trusted-up-to", "99"]), "fewer than 99");
    let page = done(desk.psr(&["key", "revoke", "--trusted-up-to", "1"]));
    assert!(unwrapped(&page).contains("Tell everyone who verifies this register"), "{page}");
    assert_eq!(register(&desk).keys().faults(None), Vec::<String>::new());
    std::fs::remove_file(desk.path("config/psr/example.org+toys.2.key")).unwrap();
    let ran = desk.psr(&["key", "revoke", "--trusted-up-to", "2"]);
    assert!(unwrapped(&ran.stderr).contains("the key in charge is not at hand"), "{}", ran.stderr);
    done(ran);
    let keys = register(&desk).keys();
    assert!(keys.faults(None)[0].contains("did not sign for it"));
    assert_eq!(keys.faults(Some(keys.newest())), Vec::<String>::new());
    done(desk.psr(&["hold", "TOY-1", "place", "--reason", "Going on."]));
    let earlier = keys.first().to_string();
    let page = done(desk.psr(&["key", "revoke", "--trusted-up-to", "0", "--revoked", &earlier]));
    assert!(page.contains("The earlier key is revoked"), "{page}");
    assert!(done(desk.psr(&["key", "show"])).contains("trusted up to 0 entries"));
}

#[test]
fn a_time_stamp_is_asked_for_by_hand_or_over_the_network_and_kept_once() {
    if !openssl_is_here() {
        return;
    }
    let desk = Desk::with_case();
    // The authority goes by the machine's clock, and what is recorded after its stamp must be later.
    desk.turn_to("2060-01-02");
    let folder = tempfile::tempdir().unwrap();
    let tsa = Authority::create(folder.path(), KEYS[3], "stamping");
    let (request, reply) = (desk.path("a.tsq").display().to_string(), desk.path("a.tsr").display().to_string());
    done(desk.psr(&["anchor", "request", "-o", &request]));
    std::fs::write(&reply, tsa.reply(&std::fs::read(&request).unwrap())).unwrap();
    let page = done(desk.psr(&["anchor", "add", &reply, "--request", &request]));
    assert!(unwrapped(&page).contains("“Test Time Stamps” confirms") && page.contains("Not shown"), "{page}");
    let ca = desk.file("ca.pem", tsa.ca());
    assert!(done(desk.psr(&["anchor", "add", &reply, "--tsa-ca", &ca])).contains("is kept already"));
    let anchors = register(&desk).anchors().unwrap();
    let kept = register(&desk).kept_checkpoint(Some(anchors[0].size)).unwrap().unwrap();
    assert!(anchors.len() == 1 && tsa.accepts(&anchors[0].body, &kept.note), "openssl accepts what is kept");

    let server = Server::start(move |asked| {
        assert!(
            asked.head.starts_with("POST /stamp HTTP/1.1\r\n") && asked.head.contains("application/timestamp-query")
        );
        Served::Answer(200, tsa.reply(&asked.body))
    });
    let url = format!("{}/stamp", server.url);
    done(desk.psr(&["checkpoint", "--keep", "--as", "note"]));
    let page = done(desk.psr(&["anchor", "send", "--tsa", &url, "--tsa-ca", &ca]));
    assert!(page.contains("The time stamp is kept.") && !page.contains("Not shown"), "{page}");
    assert_eq!(done(desk.psr(&["anchor", "list", "--tsa-ca", &ca])).matches("rfc3161 over").count(), 2);
    assert!(unwrapped(&done(desk.psr(&["verify"]))).contains("give its certificate"));
    done(desk.psr(&["verify", "--tsa-ca", &ca, "--require", "anchors"]));
}

#[test]
fn a_time_stamp_that_does_not_do_is_not_kept() {
    let desk = Desk::with_case();
    let stamp = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/anchors/p256.tsr");
    refused(desk.psr(&["anchor", "add", stamp]), "over something else than a checkpoint that this register keeps");
    refused(desk.psr(&["anchor", "add", &desk.file("x.tsr", "hello")]), "is not in the form it should have");
    refused(desk.psr(&["anchor", "add", stamp, "--tsa-ca", stamp]), "the certificates cannot be used");
    refused(
        desk.psr(&["anchor", "request", "-o", "/nowhere/x", "--size", "77"]),
        "keeps no checkpoint over 77 entries",
    );
    let cases = [
        (Served::Answer(500, b"oops".to_vec()), "answered with HTTP 500"),
        (Served::Answer(200, b"hello".to_vec()), "is not in the form it should have"),
        (Served::Answer(200, vec![b'0'; 300 * 1024]), "did not answer as it should"),
        (Served::Silence, "did not answer as it should"),
    ];
    for (served, reason) in cases {
        let server = Server::start(move |_| served.clone());
        refused(desk.psr(&["anchor", "send", "--tsa", &server.url, "--timeout", "1"]), reason);
    }
    assert_eq!(register(&desk).anchors().unwrap(), Vec::new());
    assert!(done(desk.psr(&["anchor", "list"])).contains("No proof from outside is kept."));
}

#[test]
fn a_witness_cosigns_what_only_grew_and_a_policy_asks_for_it() {
    let desk = Desk::with_case();
    let mut watching = Witness::watching(&[register(&desk).verifier().clone()]);
    let key = watching.verifier().to_string();
    let (mut statuses, (told, heard)) = (Vec::new(), std::sync::mpsc::channel());
    let server = Server::start(move |asked| {
        assert!(asked.head.starts_with("POST /w/add-checkpoint HTTP/1.1\r\n"));
        let (status, body) = watching.add_checkpoint(std::str::from_utf8(&asked.body).unwrap());
        told.send(status).unwrap();
        Served::Answer(status, body.into_bytes())
    });
    let url = format!("{}/w/", server.url);
    let page = done(desk.psr(&["anchor", "witness", "--url", &url, "--witness-key", &key]));
    assert!(unwrapped(&page).contains("the register only grew since it last looked"), "{page}");
    done(desk.psr(&["hold", "TOY-1", "place", "--reason", "Growing."]));
    done(desk.psr(&["anchor", "witness", "--url", &url, "--witness-key", &key]));
    let policy = format!("log {}\nwitness w {key}\nquorum w\n", register(&desk).verifier());
    let policy = desk.file("policy", policy);
    done(desk.psr(&["verify", "--policy", &policy, "--require", "pinned-key"]));
    done(desk.psr(&["hold", "TOY-1", "release", "--reason", "Growing."]));
    let ran = desk.psr(&["verify", "--policy", &policy]);
    assert!(unwrapped(&done(ran)).contains("the policy's witnesses saw the register at size 3; 1 event(s) are later"));
    let stranger = format!("witness w {}\nquorum w\n", strangers_key());
    let ran = desk.psr(&["verify", "--policy", &desk.file("stranger", stranger)]);
    assert!(ran.exit == Exit::FoundWrong && ran.stdout.contains("(quorum)"), "{}", ran.stdout);
    let page = done(desk.psr(&["anchor", "witness", "--url", &url]));
    assert!(page.contains("Not shown: who signed."), "{page}");
    statuses.extend(heard.try_iter());
    assert_eq!(statuses, [200, 200, 409, 200], "without the witness's name it is asked where it stands");
    let list = done(desk.psr(&["anchor", "list", "--witness-key", &key]));
    assert_eq!(list.matches("by “witness.example.org/w1”, 2027-01-15").count(), 3, "{list}");

    let register = register(&desk);
    let anchors = register.anchors().unwrap();
    let noted = register.kept_checkpoint(Some(anchors[0].size)).unwrap().unwrap();
    assert!(Checkpoint::parse(&note::open(&noted.note).unwrap().text).is_some());
}

#[test]
fn what_a_witness_refuses_is_told_and_nothing_is_kept() {
    let desk = Desk::with_case();
    for (status, reason) in [
        (422, "it was forked or rewritten"),
        (403, "does not know the key that signed"),
        (404, "does not know this register"),
        (503, "the witness refused (HTTP 503)"),
    ] {
        let server = Server::start(move |_| Served::Answer(status, Vec::new()));
        refused(desk.psr(&["anchor", "witness", "--url", &server.url]), reason);
    }
    let server = Server::start(|_| Served::Silence);
    refused(desk.psr(&["anchor", "witness", "--url", &server.url, "--timeout", "1"]), "did not answer as it should");
    assert_eq!(register(&desk).anchors().unwrap(), Vec::new());
}
