//! Signing an approval with somebody's own SSH key.
//!
//! A key without a passphrase is read here. Everything else is OpenSSH's own business: its `ssh-keygen` asks for a passphrase without showing it, asks an agent,
//! and waits for a token to be touched.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use psr_casefile::signoff::NAMESPACE;
use psr_recorder::signature::PrivateKey;

use crate::failure::{Problem, Stop};
use crate::input;
use crate::world::World;

/// The program that signs with keys that are not read here.
const SSH_KEYGEN: &str = "ssh-keygen";
/// A variable that would hold a passphrase, and may not.
const PASSPHRASE: &str = "PSR_SSH_PASSPHRASE";

/// What signs a statement.
pub type Signer = Box<dyn FnMut(&str) -> Result<String, Stop>>;

/// Returns what signs with the key in a file.
pub fn signer(path: &Path, world: &World<'_>) -> Result<Signer, Stop> {
    if world.variable(PASSPHRASE).is_some() {
        let hint = "unset it: ssh-keygen asks for the passphrase on the terminal, or use an agent and name the .pub file of the key";
        let what =
            format!("{PASSPHRASE} is set, and a passphrase in the environment is one that other programs can read");
        return Err(Problem::new(what, hint).into());
    }
    let text = input::text(path)?;
    if let Some(key) = PrivateKey::read(&text) {
        return Ok(Box::new(move |statement| Ok(key.sign(NAMESPACE, statement.as_bytes()))));
    }
    let is_private = text.trim_start().starts_with("-----BEGIN OPENSSH PRIVATE KEY-----");
    let is_public = ["ssh-", "sk-"].iter().any(|kind| text.starts_with(kind));
    if !is_private && !is_public {
        let hint = "name the private key in OpenSSH's own form, or the .pub file of a key that an agent holds";
        return Err(Problem::new("this is no SSH key", hint).at(path.display()).into());
    }
    let path = path.to_owned();
    Ok(Box::new(move |statement| by_openssh(&path, statement)))
}

/// Lets `ssh-keygen` sign; it talks to whoever is at the terminal by itself.
fn by_openssh(key: &PathBuf, statement: &str) -> Result<String, Stop> {
    let refused = |what: String| {
        let hint = "sign in two steps: --statement prints the text, `ssh-keygen -Y sign -n psr-approval@psr -f KEY FILE` signs it, --signature records it";
        Stop::from(Problem::new(what, hint).at(key.display()))
    };
    let started = Command::new(SSH_KEYGEN)
        .args(["-Y", "sign", "-n", NAMESPACE, "-f"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut started = started.map_err(|error| {
        refused(format!("this key has a passphrase or is held elsewhere, and {SSH_KEYGEN} cannot be run: {error}"))
    })?;
    if let Some(mut input) = started.stdin.take() {
        input
            .write_all(statement.as_bytes())
            .map_err(|error| refused(format!("{SSH_KEYGEN} took no text: {error}")))?;
    }
    let output = started.wait_with_output().map_err(|error| refused(format!("{SSH_KEYGEN} did not end: {error}")))?;
    if !output.status.success() {
        return Err(refused(format!("{SSH_KEYGEN} did not sign: it says above why")));
    }
    String::from_utf8(output.stdout).map_err(|_| refused(format!("what {SSH_KEYGEN} wrote is no text")))
}
