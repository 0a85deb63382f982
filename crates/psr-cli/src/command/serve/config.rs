//! The file of settings that `psr serve` reads: checked as a whole before anything is served.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use psr_web::http::Rate;
use psr_web::people::provider::ProviderSettings;
use toml::de::DeTable;
use url::Url;

use super::accounts;
use super::table::{At, Faults, Table};
use crate::failure::{Stop, io};
use crate::world::World;

/// The variable that may hold the secret instead of the file.
pub const SECRET: &str = "PSR_OIDC_CLIENT_SECRET";
/// The most hours for which a session may last.
const MOST_HOURS: i64 = 24;

/// What the site is told.
#[derive(Debug, Default)]
pub struct Config {
    /// Where it listens.
    pub listen: Option<SocketAddr>,
    /// Whether people reach it by HTTPS.
    pub secure: bool,
    /// After how many seconds without a request a session ends.
    pub session_seconds: Option<i64>,
    /// After how many seconds people sign in again, whatever they did.
    pub longest_seconds: Option<i64>,
    /// How many bytes one request may bring.
    pub upload_limit: Option<usize>,
    /// How often is often enough.
    pub rate: Rate,
    /// Who vouches for people, where they sign in with accounts.
    pub provider: Option<ProviderSettings>,
}

/// Reads the file, and says everything that is wrong with it.
pub fn read(file: &Path, world: &World<'_>) -> Result<Config, Stop> {
    let text = std::fs::read_to_string(file).map_err(io("read the settings of the site", file))?;
    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
    parse(file.to_owned(), &text, &folder, world.variable(SECRET))
}

fn parse(file: PathBuf, text: &str, folder: &Path, secret: Option<&str>) -> Result<Config, Stop> {
    let faults = Faults::of(file, text);
    let (table, unreadable) = DeTable::parse_recoverable(text);
    for error in unreadable {
        faults.add(
            error.span(),
            format!("this is not TOML: {}", error.message()),
            "see https://toml.io for how it is written",
        );
    }
    let config = whole(table.get_ref(), &faults, folder, secret);
    let found = faults.found();
    if found.is_empty() { Ok(config) } else { Err(found.into()) }
}

fn whole(table: &DeTable<'_>, faults: &Faults<'_>, folder: &Path, secret: Option<&str>) -> Config {
    let whole = Table::whole(table, faults);
    let listen = listen(&whole, faults);
    let public = public_url(&whole, faults);
    let is_https = public.as_ref().is_some_and(|url| url.value.scheme() == "https");
    let secure = whole.flag("secure");
    if let Some(secure) = secure.as_ref().filter(|secure| secure.value != is_https) {
        let hint = "leave `secure` out: it follows from `public-url`, which begins with https:// where a proxy speaks HTTPS for the site";
        faults.add(Some(secure.span.clone()), "`secure` and `public-url` contradict each other", hint);
    }
    let hours = |name, says| whole.decimal(name).and_then(|hours| seconds(&hours, says, faults));
    let session_seconds = hours("session-hours", "without use");
    let longest_seconds = hours("sign-in-hours", "until people sign in again");
    let upload_limit = whole.text("upload-limit").and_then(|limit| bytes(&limit, faults));
    let oidc = whole.table("oidc");
    let provider = accounts::provider(&oidc, &whole, public.as_ref(), faults, folder, secret);
    let there = oidc.is_there();
    oidc.finish();
    let rate = rate(whole.table("rate"), faults);
    reachable(&listen, public.as_ref(), there, &rate, faults);
    whole.finish();
    let listen = listen.map(|at| at.value);
    Config { listen, secure: is_https, session_seconds, longest_seconds, upload_limit, rate, provider }
}

/// Checks that what others can reach lets nobody in without an account, and that nothing secret goes over the network in the clear.
fn reachable(listen: &Option<At<SocketAddr>>, public: Option<&At<Url>>, oidc: bool, rate: &Rate, faults: &Faults<'_>) {
    if let Some(listen) = listen.as_ref().filter(|listen| !listen.value.ip().is_loopback() && !oidc) {
        let what = format!("{} can be reached from other machines, and nobody would have to sign in", listen.value);
        faults.add(Some(listen.span.clone()), what, "add [oidc], or listen at 127.0.0.1");
    }
    let Some(public) = public.filter(|_| oidc) else { return };
    let local = matches!(public.value.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if public.value.scheme() == "http" && !local {
        let hint = "put a proxy that speaks HTTPS before the site, and give its address here";
        faults.add(
            Some(public.span.clone()),
            "`public-url` is not HTTPS: what people send could be read and changed on its way",
            hint,
        );
    }
    let behind = listen.as_ref().is_none_or(|listen| listen.value.ip().is_loopback());
    if behind && !local && rate.address_header.is_none() {
        let hint = "add `address-header = \"X-Forwarded-For\"` to [rate], or the header that your proxy sets";
        let what = "everybody reaches the site through a proxy on this machine, and it is not said how the proxy tells them apart";
        faults.add(Some(public.span.clone()), what, hint);
    }
}

fn listen(whole: &Table<'_>, faults: &Faults<'_>) -> Option<At<SocketAddr>> {
    let given = whole.text("listen")?;
    match given.value.parse() {
        Ok(value) => Some(At { value, span: given.span }),
        Err(_) => {
            let what = format!("`{}` is no address to listen at", given.value);
            faults.add(Some(given.span), what, "write an address and a port, such as 127.0.0.1:8080");
            None
        }
    }
}

fn public_url(whole: &Table<'_>, faults: &Faults<'_>) -> Option<At<Url>> {
    let given = whole.text("public-url")?;
    let url = Url::parse(given.value).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.path() == "/"
            && url.query().is_none()
            && url.username().is_empty()
    });
    if url.is_none() {
        let hint = "write what people type to reach the site, without a path, such as https://psr.example.nhs.uk";
        faults.add(Some(given.span.clone()), format!("`{}` is no address of a site", given.value), hint);
    }
    url.map(|value| At { value, span: given.span })
}

/// Reads hours that may have a fraction as whole seconds.
fn seconds(hours: &At<&str>, says: &str, faults: &Faults<'_>) -> Option<i64> {
    let (whole, part) = hours.value.split_once('.').unwrap_or((hours.value, ""));
    let part: String = part.chars().take(6).collect();
    let read = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse::<i64>().ok() };
    let ten = 10_i64.pow(u32::try_from(part.len()).unwrap_or_default());
    let seconds =
        read(whole).zip(read(&part)).and_then(|(whole, part)| Some(whole.checked_mul(3600)? + part * 3600 / ten));
    let fits = seconds.filter(|seconds| (1..=MOST_HOURS * 3600).contains(seconds));
    if fits.is_none() {
        let what = format!("a session cannot last for {} hours {says}", hours.value);
        faults.add(
            Some(hours.span.clone()),
            what,
            format!("give hours, more than 0 and at most {MOST_HOURS}, such as 8 or 0.5"),
        );
    }
    fits
}

/// Reads a size such as “100 MiB”.
fn bytes(limit: &At<&str>, faults: &Faults<'_>) -> Option<usize> {
    let (number, unit) = limit.value.trim().split_once(' ').unwrap_or((limit.value.trim(), ""));
    let factor = match unit.trim() {
        "MiB" => Some(1024 * 1024),
        "GiB" => Some(1024 * 1024 * 1024),
        _ => None,
    };
    let bytes = number.parse::<usize>().ok().zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
    if bytes.is_none_or(|bytes| bytes == 0) {
        let what = format!("`{}` is no size", limit.value);
        faults.add(Some(limit.span.clone()), what, "write a number and MiB or GiB, such as \"100 MiB\"");
    }
    bytes
}

fn rate(table: Table<'_>, faults: &Faults<'_>) -> Rate {
    let usual = Rate::default();
    let number = |key: &'static str, usual: u32| table.number(key).map_or(usual, |number| number.value);
    let (sign_ins, posts) = (number("sign-ins-per-minute", usual.sign_ins), number("posts-per-minute", usual.posts));
    let header = table.text("address-header");
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if let Some(header) = header.as_ref().filter(|header| header.value.is_empty() || !header.value.chars().all(letter))
    {
        let what = format!("`{}` is no name of a header", header.value);
        faults.add(Some(header.span.clone()), what, "write its name, such as \"X-Forwarded-For\"");
    }
    table.finish();
    Rate { sign_ins, posts, address_header: header.map(|header| header.value.to_ascii_lowercase()) }
}

#[cfg(test)]
mod tests;
