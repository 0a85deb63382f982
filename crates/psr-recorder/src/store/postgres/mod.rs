//! The server store: one schema of a PostgreSQL database, which many machines write to.
//!
//! Every writing transaction locks the one row of `tree` first, so writers take turns and the register's order is that of the
//! commits. A connection that is lost is made again; what was under way is then tried again by the register.

mod cause;
mod evidence;
mod fit;
mod migrate;
mod rows;
mod source;
mod standing;
mod tls;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postgres::config::SslMode;
use postgres::types::ToSql;
use postgres::{Client, NoTls, Row, Statement};

use crate::error::{Error, Result};
use crate::store::{PATIENCE, Place, ServerPlace, Store};

pub(crate) use source::PostgresSource;

/// How long a server may take to answer a new connection.
const CONNECT: Duration = Duration::from_secs(10);

/// A register's rows on a server.
pub(crate) struct PostgresStore {
    place: ServerPlace,
    /// The address as messages show it.
    name: PathBuf,
    writes: bool,
    patience: Cell<Duration>,
    /// Whether a transaction is under way, by what was asked of the server.
    open: Cell<bool>,
    connection: RefCell<Option<Connection>>,
}

/// One connection, and the statements it has prepared.
struct Connection {
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PostgresStore").field("place", &self.place).finish_non_exhaustive()
    }
}

/// Gives a role of the server what recording needs, and nothing else.
///
/// # Errors
/// When the place is a folder, or whoever connects may not give rights there.
pub fn allow(place: &Place, role: &str) -> Result<()> {
    let server = server_of(place)?;
    let store = PostgresStore::over(server, false);
    migrate::allow(&mut store.client()?, &store.name, &server.schema, role)
}

/// Applies the changes of tables that a register of an earlier program lacks, and tells whether there was a register.
///
/// # Errors
/// When the place is a folder, or whoever connects may not change tables there.
pub fn upgrade(place: &Place) -> Result<Option<Vec<i32>>> {
    let server = server_of(place)?;
    let store = PostgresStore::over(server, false);
    let mut client = store.client()?;
    match fit::check_identity(&mut client, &store.name, &server.schema) {
        Err(Error::MissingOnServer { reason, .. }) if !reason.starts_with("its tables") => Ok(None),
        _ => migrate::upgrade(&mut client, &store.name, &server.schema).map(Some),
    }
}

fn server_of(place: &Place) -> Result<&ServerPlace> {
    match place {
        Place::Server(server) => Ok(server),
        Place::Folder(_) => Err(Error::NotAnAddress { reason: "it is a folder".to_owned() }),
    }
}

impl ServerPlace {
    /// Connects to the server, by TLS where the address asks for it, under a name that whoever runs the server sees.
    ///
    /// # Errors
    /// When the server cannot be reached or does not let this role in.
    pub fn client(&self, application: &str) -> Result<Client> {
        let mut config = self.config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config.application_name(application);
        let connected = if self.is_encrypted() {
            config.ssl_mode(SslMode::Require);
            config.connect(tls::connector(self.roots.as_deref())?)
        } else {
            config.ssl_mode(SslMode::Disable);
            config.connect(NoTls)
        };
        connected.map_err(|error| cause::server(Path::new(&self.to_string()), &error))
    }
}

impl PostgresStore {
    /// Makes the tables in a schema that holds no register, and has them filled.
    pub(crate) fn fill(place: &ServerPlace, fill: &mut dyn FnMut(&dyn Store) -> Result<()>) -> Result<()> {
        let store = PostgresStore::over(place, true);
        let mut client = store.client()?;
        fit::check_durable(&mut client, &store.name)?;
        migrate::upgrade(&mut client, &store.name, &place.schema)?;
        *store.connection.borrow_mut() = Some(Connection { client, statements: HashMap::new() });
        fill(&store)
    }

    /// Opens the rows for reading.
    pub(crate) fn open_read(place: &ServerPlace) -> Result<PostgresStore> {
        let store = PostgresStore::over(place, false);
        *store.connection.borrow_mut() = Some(store.connect()?);
        Ok(store)
    }

    /// Opens the rows for reading and writing.
    pub(crate) fn open_write(place: &ServerPlace) -> Result<PostgresStore> {
        let store = PostgresStore::over(place, true);
        *store.connection.borrow_mut() = Some(store.connect()?);
        Ok(store)
    }

    fn over(place: &ServerPlace, writes: bool) -> PostgresStore {
        let (name, patience, open) = (PathBuf::from(place.to_string()), Cell::new(PATIENCE), Cell::new(false));
        PostgresStore { place: place.clone(), name, writes, patience, open, connection: RefCell::new(None) }
    }

    /// Connects, and checks what is there; again after each lost connection, since another server may have taken over.
    fn connect(&self) -> Result<Connection> {
        let mut client = self.client()?;
        fit::check_identity(&mut client, &self.name, &self.place.schema)?;
        if self.writes {
            fit::check_durable(&mut client, &self.name)?;
            client.batch_execute(rows::WRITER).map_err(|error| cause::server(&self.name, &error))?;
        }
        Ok(Connection { client, statements: HashMap::new() })
    }

    fn client(&self) -> Result<Client> {
        // Whoever runs the server sees which register a connection is for.
        let mut client = self.place.client(&format!("psr {}", self.place.schema))?;
        client.batch_execute(&self.session()).map_err(|error| cause::server(&self.name, &error))?;
        Ok(client)
    }

    /// The settings of a connection. Temporary tables come last, so that none can stand in for the register's.
    fn session(&self) -> String {
        let schema = &self.place.schema;
        // A few tries, each as long as this, make up the patience.
        let lock = self.patience.get().as_millis().div_ceil(rows::TRIES.into()).max(1);
        // A writer that went silent in its transaction would hold up everyone else.
        let idle = if self.writes { "SET idle_in_transaction_session_timeout = '60s';" } else { "" };
        format!(
            "SET search_path = \"{schema}\", pg_temp; SET lock_timeout = {lock}; SET client_min_messages = warning; {idle}"
        )
    }

    /// Runs something on the connection. Outside of a transaction a lost connection is made again once; inside of one, what was
    /// under way is gone.
    fn with<T>(&self, act: impl Fn(&mut Connection) -> std::result::Result<T, postgres::Error>) -> Result<T> {
        let mut connection = self.connection.borrow_mut();
        connection.take_if(|connection| connection.client.is_closed());
        for again in [true, false] {
            let current = match &mut *connection {
                Some(current) => current,
                None if self.open.get() => {
                    let reason = "the connection was lost".to_owned();
                    return Err(Error::Unreachable { path: self.name.clone(), reason });
                }
                none => none.insert(self.connect()?),
            };
            match act(current) {
                Err(error) if cause::is_lost(&error) => {
                    *connection = None;
                    if self.open.get() || !again {
                        return Err(cause::server(&self.name, &error));
                    }
                }
                result => return result.map_err(|error| cause::server(&self.name, &error)),
            }
        }
        Err(Error::Unreachable { path: self.name.clone(), reason: "the connection was lost".to_owned() })
    }

    fn run(&self, statements: &str) -> Result<()> {
        self.with(|connection| connection.client.batch_execute(statements))
    }

    fn execute(&self, statement: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<u64> {
        self.with(|connection| {
            let statement = connection.statement(statement)?;
            connection.client.execute(&statement, values)
        })
    }

    fn query(&self, statement: &'static str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        self.with(|connection| {
            let statement = connection.statement(statement)?;
            connection.client.query(&statement, values)
        })
    }

    fn damaged(&self, reason: impl Into<String>) -> Error {
        Error::Damaged { path: self.name.clone(), reason: reason.into() }
    }
}

impl Connection {
    fn statement(&mut self, text: &'static str) -> std::result::Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(text) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text)?;
        self.statements.insert(text, statement.clone());
        Ok(statement)
    }
}
