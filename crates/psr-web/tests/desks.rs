//! What a desk does, whichever keeps it: the same checks over a file, over memory, and over a PostgreSQL server.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../psr-recorder/tests/support/postgres_server.rs"]
mod postgres_server;

use psr_recorder::{Place, ServerPlace};
use psr_web::desk::{Desk, PostgresDesk, SqliteDesk};

fn check(desk: &dyn Desk) {
    let got = |kind: &str, key: &str, now| desk.get(kind, key, now).unwrap();
    assert_eq!(got("a", "k", 0), None);
    desk.put("a", "k", "one", Some(100)).unwrap();
    desk.put("b", "k", "two “ü” \u{1f600}", None).unwrap();
    assert_eq!(got("a", "k", 99).as_deref(), Some("one"));
    assert_eq!(got("a", "k", 100), None);
    assert_eq!(got("b", "k", i64::MAX).as_deref(), Some("two “ü” \u{1f600}"));

    desk.put("a", "k", "later", Some(200)).unwrap();
    assert_eq!(got("a", "k", 150).as_deref(), Some("later"));
    desk.sweep(200).unwrap();
    assert_eq!((got("a", "k", 0), got("b", "k", 0).is_some()), (None, true));

    desk.put("once", "k", "body", Some(100)).unwrap();
    assert_eq!(desk.take("once", "k", 50).unwrap().as_deref(), Some("body"));
    assert_eq!(desk.take("once", "k", 50).unwrap(), None);
    desk.put("once", "k", "body", Some(100)).unwrap();
    assert_eq!(desk.take("once", "k", 100).unwrap(), None);
    assert_eq!(got("once", "k", 0), None);

    for key in ["x/2", "x/10", "y", "x%"] {
        desk.put("many", key, key, None).unwrap();
    }
    let keys = |start: &str| desk.under("many", start).unwrap().into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(keys("x/"), ["x/10", "x/2"]);
    assert_eq!(keys("x%"), ["x%"]);
    assert_eq!(keys(""), ["x%", "x/10", "x/2", "y"]);
    assert_eq!(desk.all("many").unwrap().len(), 4);
    desk.remove("many", "y").unwrap();
    desk.remove("many", "y").unwrap();
    assert_eq!(desk.all("many").unwrap().len(), 3);
}

#[test]
fn a_desk_in_memory_and_one_in_a_file_keep_what_they_are_given() {
    check(&SqliteDesk::in_memory().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.sqlite");
    check(&SqliteDesk::open(&file).unwrap());
    assert_eq!(SqliteDesk::open(&file).unwrap().all("many").unwrap().len(), 3);
}

/// Returns an address in a database of this test's own, for a user.
fn place(url: &str, user: &str, database: &str) -> ServerPlace {
    let rest = url.rsplit_once('@').unwrap().1;
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    match Place::parse(&format!("postgres://{user}@{host}/{database}")).unwrap() {
        Place::Server(server) => *server,
        Place::Folder(_) => panic!("an address is no folder"),
    }
}

#[test]
fn a_desk_on_a_server_is_made_where_it_may_be_and_shared() {
    let Some(url) = postgres_server::url() else { return };
    let database = format!("desk_{}", std::process::id());
    let mut admin = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let owner: String = admin.query_one("SELECT current_user::text", &[]).unwrap().get(0);
    let role = format!("{database}_role");
    admin.batch_execute(&format!("CREATE DATABASE {database}")).unwrap();
    admin.batch_execute(&format!("CREATE ROLE {role} LOGIN")).unwrap();

    // A role that may not create schemas is told what to have run, and that is enough.
    let refused = PostgresDesk::open(&place(&url, &role, &database)).unwrap_err().0;
    assert!(refused.contains("CREATE SCHEMA IF NOT EXISTS psr_site;"), "{refused}");
    assert!(refused.contains("GRANT SELECT, INSERT, UPDATE, DELETE"), "{refused}");
    let (_, by_hand) = refused.split_once("for ROLE:\n").unwrap();
    let mut there = place(&url, &owner, &database).client("test").unwrap();
    there.batch_execute(&by_hand.replace("ROLE;", &format!("{role};"))).unwrap();
    check(&PostgresDesk::open(&place(&url, &role, &database)).unwrap());
    there.batch_execute("TRUNCATE psr_site.kept").unwrap();

    // One that may makes it, and two faces see the same.
    there.batch_execute("DROP SCHEMA psr_site CASCADE").unwrap();
    let (one, other) = (
        PostgresDesk::open(&place(&url, &owner, &database)).unwrap(),
        PostgresDesk::open(&place(&url, &owner, &database)).unwrap(),
    );
    check(&one);
    one.put("session", "k", "body", Some(100)).unwrap();
    assert_eq!(other.get("session", "k", 50).unwrap().as_deref(), Some("body"));

    // A connection that the server ended is made again.
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'psr site'";
    admin.query(end, &[]).unwrap();
    assert_eq!(other.take("session", "k", 50).unwrap().as_deref(), Some("body"));
    assert_eq!(one.take("session", "k", 50).unwrap(), None);

    drop((one, other, there));
    admin.batch_execute(&format!("DROP DATABASE {database} WITH (FORCE)")).unwrap();
    admin.batch_execute(&format!("DROP ROLE {role}")).unwrap();
}
