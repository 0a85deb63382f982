//! `psr serve`: the site, in a browser.

use std::net::SocketAddr;

use clap::Args;
use psr_recorder::{Register, SigningKey};
use psr_web::books::Books;
use psr_web::desk::{Desk, SqliteDesk};
use psr_web::people::SignIn;
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
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  psr serve\n  psr --register ./register --actor \"Jo Bloggs\" serve --listen 127.0.0.1:9000"
)]
pub struct Serve {
    /// Listen at this address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// Serves the site until it is told to stop.
pub fn run(arguments: &Serve, common: &Common, world: &mut World<'_>) -> Outcome {
    if !arguments.listen.ip().is_loopback() {
        let hint = "listen at 127.0.0.1, and let people sign in before others can reach it";
        let what = format!(
            "{} can be reached from other machines, and this site lets one person in without a password",
            arguments.listen
        );
        return Err(Problem::new(what, hint).into());
    }
    let actor = settings::actor(common, world)?;
    let books = books(common, world)?;
    let desk = desk(common, world)?;
    let mut token = [0; 24];
    (world.randomness)(&mut token);
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    let site = Site::new(SiteParts {
        books,
        desk,
        clock: Box::new(chrono::Utc::now),
        randomness: Box::new(fill),
        session_randomness: Box::new(fill),
        sign_in: SignIn::alone(&actor, &token),
        settings: Settings { program: settings::program(), ..Settings::default() },
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(unserved)?;
    runtime.block_on(async {
        let listener =
            tokio::net::TcpListener::bind(arguments.listen).await.map_err(|error| taken(arguments.listen, &error))?;
        let address = listener.local_addr().map_err(unserved)?;
        world.stdout.print(&format!("http://{address}/sign-in?token={token}\n"))?;
        world.stderr.print("Open this address in a browser on this machine. Ctrl-C stops the site.\n")?;
        psr_web::serve(listener, router(site), stopped()).await.map_err(unserved)
    })?;
    Ok(Exit::Done)
}

/// Opens the register once for reading and once for writing, to say now what would fail later, and returns how to do so again.
fn books(common: &Common, world: &World<'_>) -> Result<Books, Stop> {
    let place = settings::register_place(common, world)?;
    let (writing, key) = settings::to_write(common, world, &place)?;
    drop(Register::open_write(writing.clone(), &key)?);
    let notice = world.clock_notice.clone();
    let open_write = move || {
        let mut register = open_write(&writing, &key)?;
        register.record_clock_steps(notice.clone());
        Ok(register)
    };
    let open_read = move || Ok(Register::open_read(place.clone())?);
    Ok(Books::new(Box::new(open_read), Box::new(open_write)))
}

fn open_write(place: &psr_recorder::Place, key: &SigningKey) -> psr_casefile::Result<Register> {
    let register = Register::open_write(place.clone(), key)?;
    match register.refusal() {
        Some(doubt) => Err(doubt.into()),
        None => Ok(register),
    }
}

fn desk(common: &Common, world: &World<'_>) -> Result<Box<dyn Desk>, Stop> {
    let place = settings::register_place(common, world)?;
    let desk = match place.folder() {
        Some(folder) => SqliteDesk::open(&folder.join("site.sqlite")),
        None => SqliteDesk::in_memory(),
    };
    let desk =
        desk.map_err(|error| Problem::new(error.to_string(), "see that the folder of the register can be written to"))?;
    Ok(Box::new(desk))
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
