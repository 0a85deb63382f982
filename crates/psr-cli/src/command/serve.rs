//! `psr serve`: the site, in a browser.

mod accounts;
mod config;
mod table;

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use config::Config;
use psr_recorder::{Place, Register, SigningKey};
use psr_web::books::Books;
use psr_web::desk::{Desk, PostgresDesk, SqliteDesk};
use psr_web::http::Log;
use psr_web::people::SignIn;
use psr_web::people::provider::{FetchError, Provider};
use psr_web::{Settings, Site, SiteParts, router};

use crate::cli::Common;
use crate::exit::Exit;
use crate::failure::{Outcome, Problem, Stop};
use crate::settings;
use crate::world::World;

/// Serve the site: cases, documents and the record in a browser
///
/// Without further settings it serves one person on this machine: the address that it prints holds a token that lets you in. Everything that can be done by
/// command can be done there, with the same effect. Stop it with Ctrl-C; requests under way are finished first.
///
/// With --config FILE it serves an organisation. The file is TOML; docs/configuration.md describes every setting. People then sign in with their
/// organisation's accounts (OpenID Connect), and what they are to the register follows from a claim of the provider. Each request is logged as a line of JSON
/// on standard error.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  psr serve\n  psr --register ./register --actor \"Jo Bloggs\" serve --listen 127.0.0.1:9000\n  psr --register postgres://psr@db.example/psr serve --config /etc/psr/site.toml"
)]
pub struct Serve {
    /// Listen at this address [default: the one in FILE, else 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Read the settings of the site from this file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Where it listens when nobody says.
const USUAL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// The largest answer that is read of a provider of accounts, in bytes.
const LARGEST: u64 = 1024 * 1024;
/// After how many seconds people with accounts sign in again, whatever they did.
const LONGEST: i64 = 12 * 60 * 60;
/// How long a provider of accounts may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves the site until it is told to stop.
pub fn run(arguments: &Serve, common: &Common, world: &mut World<'_>) -> Outcome {
    let config = arguments.config.as_deref().map(|file| config::read(file, world)).transpose()?;
    let config = config.unwrap_or_default();
    let listen = arguments.listen.or(config.listen).unwrap_or(USUAL);
    if !listen.ip().is_loopback() && config.provider.is_none() {
        let hint = "listen at 127.0.0.1, or let people sign in with accounts: see [oidc] in docs/configuration.md, and --config";
        let what =
            format!("{listen} can be reached from other machines, and this site lets one person in without a password");
        return Err(Problem::new(what, hint).into());
    }
    let (sign_in, greeting) = sign_in(&config, common, world)?;
    let site = Site::new(SiteParts {
        books: books(common, world)?,
        desk: desk(common, world)?,
        clock: Box::new(chrono::Utc::now),
        randomness: Box::new(fill),
        session_randomness: Box::new(fill),
        sign_in,
        settings: site_settings(&config, arguments.config.is_some()),
    });
    // Connections to a server must not be let go inside of the runtime, whose threads may not block; so this one is let go last.
    let _last = site.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(unserved)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(|error| taken(listen, &error))?;
        let address = listener.local_addr().map_err(unserved)?;
        greeting.print(address, world)?;
        psr_web::serve(listener, router(site), stopped()).await.map_err(unserved)
    })?;
    Ok(Exit::Done)
}

/// What is printed when the site runs.
enum Greeting {
    /// The address that lets one person in.
    Alone { token: String },
    /// The address that people use.
    Accounts { public_url: String },
}

impl Greeting {
    fn print(&self, address: SocketAddr, world: &mut World<'_>) -> Result<(), Stop> {
        match self {
            Self::Alone { token } => {
                world.stdout.print(&format!("http://{address}/sign-in?token={token}\n"))?;
                world.stderr.print("Open this address in a browser on this machine. Ctrl-C stops the site.\n")
            }
            Self::Accounts { public_url } => {
                world.stdout.print(&format!("{public_url}\n"))?;
                world.stderr.print(&format!("Listening at {address}. Ctrl-C stops the site.\n"))
            }
        }
    }
}

/// Returns how people come in: with accounts where the settings say so, else one person with a token.
fn sign_in(config: &Config, common: &Common, world: &mut World<'_>) -> Result<(SignIn, Greeting), Stop> {
    if let Some(settings) = config.provider.clone() {
        let public_url = settings.public_url.clone();
        let send = crate::http::sender(PATIENCE, LARGEST);
        let fetch = move |request| send(request).map_err(FetchError);
        let provider = Provider::new(settings, Box::new(fetch));
        let provider =
            provider.map_err(|error| Problem::new(error, "check [oidc] and `public-url` in the settings"))?;
        return Ok((SignIn::Accounts(Arc::new(provider)), Greeting::Accounts { public_url }));
    }
    let actor = settings::actor(common, world)?;
    let mut token = [0; 24];
    (world.randomness)(&mut token);
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((SignIn::alone(&actor, &token), Greeting::Alone { token }))
}

fn site_settings(config: &Config, logs: bool) -> Settings {
    let usual = Settings::default();
    Settings {
        program: settings::program(),
        secure: config.secure,
        longest_seconds: config.provider.is_some().then(|| config.longest_seconds.unwrap_or(LONGEST)),
        session_seconds: config.session_seconds.unwrap_or(usual.session_seconds),
        upload_limit: config.upload_limit.unwrap_or(usual.upload_limit),
        rate: config.rate.clone(),
        log: if logs { Log::to(say) } else { Log::of_faults(say) },
    }
}

/// Says a line of the log.
fn say(line: &str) {
    // Where nobody reads it any more, the site goes on.
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}

/// Opens the register for writing, to say now what would fail later, and returns how to do so again.
fn books(common: &Common, world: &World<'_>) -> Result<Books, Stop> {
    let place = settings::register_place(common, world)?;
    let (writing, key) = settings::to_write(common, world, &place)?;
    let notice = world.clock_notice.clone();
    let open_write = move || {
        let mut register = open_write(&writing, &key)?;
        register.record_clock_steps(notice.clone());
        Ok(register)
    };
    let register = open_write()?;
    let open_read = move || Ok(Register::open_read(place.clone())?);
    Ok(Books::new(Box::new(open_read), Box::new(open_write)).holding(register))
}

fn open_write(place: &Place, key: &SigningKey) -> psr_casefile::Result<Register> {
    let register = Register::open_write(place.clone(), key)?;
    match register.refusal() {
        Some(doubt) => Err(doubt.into()),
        None => Ok(register),
    }
}

/// Opens the desk beside the register: a file in its folder, or a schema on its server.
fn desk(common: &Common, world: &World<'_>) -> Result<Box<dyn Desk>, Stop> {
    Ok(match settings::register_place(common, world)? {
        Place::Folder(folder) => {
            let desk = SqliteDesk::open(&folder.join("site.sqlite"));
            let hint = "see that the folder of the register can be written to";
            Box::new(desk.map_err(|error| Problem::new(error.to_string(), hint))?)
        }
        Place::Server(server) => {
            let hint = "see that the server lets this role use the schema `psr_site`";
            Box::new(PostgresDesk::open(&server).map_err(|error| Problem::new(error.to_string(), hint))?)
        }
    })
}

fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

/// Waits until the program is told to stop.
async fn stopped() {
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminated) = terminated {
            return tokio::select! { () = interrupted => {}, _ = terminated.recv() => {} };
        }
    }
    interrupted.await;
}

fn taken(address: SocketAddr, error: &std::io::Error) -> Stop {
    let hint = "another program may listen there already: name another with --listen, such as --listen 127.0.0.1:9000";
    Problem::new(format!("cannot listen at {address}: {error}"), hint).into()
}

fn unserved(error: std::io::Error) -> Stop {
    Problem::new(format!("the site cannot be served: {error}"), "see to the cause, then start it again").into()
}
