//! The same on a PostgreSQL server.

use postgres::Client;
use psr_recorder::Register;

use crate::compare::{Side, compare};
use crate::support::home::Home;
use crate::support::seeded;
use crate::{EACH, Row, TURNS, events};

/// Compares on a server, whose processor time is not seen from here.
pub fn on_a_server(home: &Home, rows: &[Row]) {
    let mut register = home.create();
    let other = home.another();
    drop(other.create());
    let mut client = other.client();
    let bare = Bare::prepare(&mut client);
    let (mut randomness, mut appends) = (seeded(3), events(TURNS * EACH));
    let mut position = 0;
    let mut append = |register: &mut Register| {
        register.append(&appends.next().unwrap(), &mut randomness).unwrap();
    };
    let ours = Side::elsewhere("psr", |_| (0..EACH).for_each(|_| append(&mut register)));
    let bare = Side::elsewhere("bare inserts into PostgreSQL, under the same lock", |_| {
        for _ in 0..EACH {
            bare.insert(&mut client, position, &rows[usize::try_from(position).unwrap()]);
            position += 1;
        }
    });
    compare("One at a time, on a PostgreSQL server of this machine", EACH, vec![ours, bare]);
}

/// The statements of a bare insert under the same lock.
struct Bare([postgres::Statement; 5]);

impl Bare {
    fn prepare(client: &mut Client) -> Bare {
        Bare(
            [
                "SELECT size FROM tree WHERE id = 1 FOR UPDATE",
                "INSERT INTO event(idx, rec, seq, op, leaf, line) VALUES ($1, $2, $3, $4, $5, $6)",
                "INSERT INTO disclosure(digest, idx, body) VALUES ($1, $2, $3)",
                "INSERT INTO head(rec, seq, leaf) VALUES ($1, $2, $3) ON CONFLICT (rec) DO UPDATE SET seq = excluded.seq, leaf = excluded.leaf",
                "UPDATE tree SET size = $1, edge = $2, note = $3",
            ]
            .map(|statement| client.prepare(statement).unwrap()),
        )
    }

    fn insert(&self, client: &mut Client, position: u64, row: &Row) {
        let [lock, event, disclosure, head, tree] = &self.0;
        let (position, leaf) = (i64::try_from(position).unwrap(), row.leaf.as_bytes().as_slice());
        let mut transaction = client.transaction().unwrap();
        transaction.query_one(lock, &[]).unwrap();
        transaction.execute(event, &[&position, &row.rec, &position, &row.op, &leaf, &row.line]).unwrap();
        for (digest, body) in &row.disclosures {
            transaction.execute(disclosure, &[&digest.as_bytes().as_slice(), &position, &body.as_bytes()]).unwrap();
        }
        transaction.execute(head, &[&row.rec, &position, &leaf]).unwrap();
        transaction.execute(tree, &[&position, &vec![7_u8; 320], &"n".repeat(220)]).unwrap();
        transaction.commit().unwrap();
    }
}
