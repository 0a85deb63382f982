//! Where a register is: a folder of this machine, or a schema on a PostgreSQL server.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use postgres::Config;
use postgres::config::{Host, SslMode};

use crate::error::{Error, Result};

/// The schema of a register on a server, unless the address names another.
const SCHEMA: &str = "psr";

/// Where a register is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder, with an embedded database.
    Folder(PathBuf),
    /// A PostgreSQL server.
    Server(Box<ServerPlace>),
}

/// A register's address on a PostgreSQL server. Neither its text nor its debug output ever shows the password.
#[derive(Clone)]
pub struct ServerPlace {
    pub(crate) config: Config,
    pub(crate) schema: String,
    /// The file of the certificates to trust, where not those that this machine trusts.
    pub(crate) roots: Option<PathBuf>,
    pub(crate) last_seen: Option<PathBuf>,
}

impl Place {
    /// Reads a folder's name, or an address that begins with `postgres://`.
    ///
    /// # Errors
    /// When it looks like an address and is none.
    pub fn parse(text: &str) -> Result<Place> {
        if Place::is_address(text) {
            text.parse().map(|server| Place::Server(Box::new(server)))
        } else {
            Ok(text.into())
        }
    }

    /// Tells whether a text is meant as an address.
    pub fn is_address(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// Returns the folder, if it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Place::Folder(folder) => Some(folder),
            Place::Server(_) => None,
        }
    }

    /// Says in which file this machine keeps what it last saw of a register on a server. A folder keeps that itself.
    #[must_use]
    pub fn remembering_in(mut self, path: PathBuf) -> Place {
        if let Place::Server(server) = &mut self {
            server.last_seen = Some(path);
        }
        self
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Place {
        place.clone()
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Place {
    fn from(folder: &P) -> Place {
        Place::Folder(folder.as_ref().to_owned())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Folder(folder) => folder.display().fmt(formatter),
            Place::Server(server) => server.fmt(formatter),
        }
    }
}

impl FromStr for ServerPlace {
    type Err = Error;

    /// Reads an address: as for other programs, and `schema=NAME` among its parameters for the register's schema.
    ///
    /// A server on another machine is reached by TLS, its certificate checked, unless `sslmode=disable` is among the parameters;
    /// `sslrootcert=FILE` names the certificates to trust. One on this machine is reached so with `sslmode=require`.
    fn from_str(text: &str) -> Result<ServerPlace> {
        let (rest, own) = take_own(text);
        let schema = own.schema.unwrap_or_else(|| SCHEMA.to_owned());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let named = (1..=48).contains(&schema.len()) && schema.chars().all(plain) && !schema.starts_with("pg_");
        if !named {
            return Err(Error::NotAnAddress { reason: "its schema is not 1 to 48 of a-z, 0-9 and `_`".to_owned() });
        }
        // What the parser says of a text it cannot read could repeat a part of the password.
        let unreadable = || Error::NotAnAddress { reason: "it cannot be read".to_owned() };
        let config: Config = rest.parse().map_err(|_| unreadable())?;
        let odd = |host: &Host| matches!(host, Host::Tcp(name) if name.is_empty() || name.contains(['@', ':']));
        if config.get_hosts().is_empty() || config.get_hosts().iter().any(odd) {
            return Err(unreadable());
        }
        Ok(ServerPlace { config, schema, roots: own.roots, last_seen: None })
    }
}

/// The parameters that are ours, or that other programs know and the connection does not.
#[derive(Default)]
struct Own {
    schema: Option<String>,
    roots: Option<PathBuf>,
}

/// Splits them off an address.
fn take_own(text: &str) -> (String, Own) {
    let mut own = Own::default();
    let Some((front, parameters)) = text.split_once('?') else { return (text.to_owned(), own) };
    let mut rest = Vec::new();
    for parameter in parameters.split('&') {
        match parameter.split_once('=') {
            Some(("schema", name)) => own.schema = Some(name.to_owned()),
            Some(("sslrootcert", path)) => own.roots = Some(PathBuf::from(path)),
            _ => rest.push(parameter),
        }
    }
    let rest = rest.join("&");
    (if rest.is_empty() { front.to_owned() } else { format!("{front}?{rest}") }, own)
}

impl ServerPlace {
    /// Tells whether the server is reached by TLS. To prefer it, as is usual, protects nobody, so it is asked for or not.
    pub(crate) fn is_encrypted(&self) -> bool {
        let is_here = |host: &Host| match host {
            Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1" | "[::1]"),
            Host::Unix(_) => true,
        };
        match self.config.get_ssl_mode() {
            SslMode::Disable => false,
            SslMode::Prefer => !self.config.get_hosts().iter().all(is_here),
            _ => true,
        }
    }

    /// Gives the password, where the address does not.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> ServerPlace {
        if self.config.get_password().is_none() {
            self.config.password(password);
        }
        self
    }
}

impl fmt::Display for ServerPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(formatter, "{user}@")?;
        }
        for (number, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            match host {
                Host::Tcp(name) => write!(formatter, "{comma}{name}")?,
                Host::Unix(path) => write!(formatter, "{comma}{}", path.display())?,
            }
            match self.config.get_ports().get(number).or(self.config.get_ports().first()) {
                Some(port) if *port != 5432 => write!(formatter, ":{port}")?,
                _ => {}
            }
        }
        write!(formatter, "/{}?schema={}", self.config.get_dbname().unwrap_or_default(), self.schema)
    }
}

impl fmt::Debug for ServerPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ServerPlace({self})")
    }
}
