//! Whether a server keeps what it acknowledges, and whether what is there is a register of a format this program knows.

use std::path::Path;

use postgres::Client;

use super::cause;
use super::migrate::NEWEST;
use crate::error::{Error, Result, unsaid};
use crate::store::sqlite::schema::FORMAT;

/// The oldest server, by its own numbering.
const OLDEST: i32 = 120_000;

/// Refuses a server that could lose what it acknowledged, and names the setting.
pub(super) fn check_durable(client: &mut Client, path: &Path) -> Result<()> {
    let unfit = |reason: String| Err(Error::UnfitServer { path: path.to_owned(), reason });
    let query = "SELECT current_setting('server_version_num')::int, current_setting('server_version'),
        current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
        current_setting('server_encoding')";
    let row = client.query_one(query, &[]).map_err(|error| cause::server(path, &error))?;
    let (number, version): (i32, String) = (row.get(0), row.get(1));
    if number < OLDEST {
        return unfit(format!("the server is PostgreSQL {version}, and 12 is the oldest that is known to do"));
    }
    for (column, setting) in [(2, "fsync"), (3, "full_page_writes"), (4, "synchronous_commit")] {
        // Every value of `synchronous_commit` but `off` waits for this server's own disk.
        if row.get::<_, &str>(column) == "off" {
            return unfit(format!("the server's setting `{setting}` is off and has to be on"));
        }
    }
    match row.get::<_, &str>(5) {
        "UTF8" => Ok(()),
        other => unfit(format!("the database's encoding is {other} and has to be UTF8")),
    }
}

/// Refuses a schema that holds no register, or one of a format this program does not know.
pub(super) fn check_identity(client: &mut Client, path: &Path, schema: &str) -> Result<()> {
    let wrong = |error: postgres::Error| cause::server(path, &error);
    let missing = |reason: String| Err(Error::MissingOnServer { path: path.to_owned(), reason });
    let query = "SELECT to_regnamespace($1) IS NOT NULL, to_regclass($1 || '.meta') IS NOT NULL";
    let row = client.query_one(query, &[&schema]).map_err(wrong)?;
    match (row.get(0), row.get(1)) {
        (false, _) => return missing(format!("the database has no schema `{schema}`")),
        (true, false) => return missing(format!("the schema `{schema}` has no table `meta`")),
        (true, true) => {}
    }
    let row = client.query_opt("SELECT value FROM meta WHERE key = 'format'", &[]).map_err(wrong)?;
    let found: String = row.ok_or_else(|| unsaid(path, "format"))?.get(0);
    match found.parse::<u64>() {
        Ok(found) if found > FORMAT => Err(Error::NewerFormat { path: path.to_owned(), found, known: FORMAT }),
        Ok(1..) => check_migrations(client, path),
        _ => Err(Error::Damaged { path: path.to_owned(), reason: format!("its format `{found}` is not a number") }),
    }
}

fn check_migrations(client: &mut Client, path: &Path) -> Result<()> {
    let row = client.query_one("SELECT coalesce(max(number), 0) FROM migration", &[]);
    let found: i32 = row.map_err(|error| cause::server(path, &error))?.get(0);
    match found {
        found if found > NEWEST => {
            let (found, known) = (found.unsigned_abs().into(), NEWEST.unsigned_abs().into());
            Err(Error::NewerFormat { path: path.to_owned(), found, known })
        }
        found if found < NEWEST => {
            let reason = format!("its tables are of step {found}, and this program needs step {NEWEST}");
            Err(Error::MissingOnServer { path: path.to_owned(), reason })
        }
        _ => Ok(()),
    }
}
