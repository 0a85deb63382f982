//! Other programs that keep records, given the same bytes.
//!
//! `PSR_BENCH_PEERS` is a file with a line for each: a name, a tab, a command. It is run by the shell in an empty folder, with `PSR_BENCH_BYTES` naming a
//! file that holds the bytes of one event a line. To each line with a number it records as many events, one after the other, each durable before the next,
//! and answers with the seconds of processor time that took.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::compare::Side;
use crate::{EACH, Row};

/// Starts each of them in a folder of its own.
pub fn sides(folder: &Path, rows: &[Row]) -> Vec<Side<'static>> {
    let Some(list) = std::env::var_os("PSR_BENCH_PEERS") else {
        return Vec::new();
    };
    let bytes = folder.join("bytes");
    std::fs::write(&bytes, rows.iter().map(payload).collect::<String>()).unwrap();
    let list = std::fs::read_to_string(list).unwrap();
    let peers = list.lines().filter_map(|line| line.split_once('\t')).enumerate();
    peers
        .map(|(number, (name, command))| {
            let own = folder.join(number.to_string());
            std::fs::create_dir(&own).unwrap();
            side(name, Command::new("sh").args(["-c", command]).current_dir(own).env("PSR_BENCH_BYTES", &bytes))
        })
        .collect()
}

/// An event as one line: its own line, and what its fields say.
fn payload(row: &Row) -> String {
    let mut payload = String::from_utf8(row.line.clone()).unwrap();
    row.disclosures.iter().for_each(|(_, body)| write!(payload, " {body}").unwrap());
    assert!(!payload.contains('\n'));
    payload + "\n"
}

fn side(name: &str, command: &mut Command) -> Side<'static> {
    let mut child = Ended(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap());
    let mut answers = BufReader::new(child.0.stdout.take().unwrap()).lines();
    Side::new(name, move |_| {
        writeln!(child.0.stdin.as_mut().unwrap(), "{EACH}").unwrap();
        Some(answers.next().unwrap().unwrap().trim().parse().unwrap())
    })
}

/// A process that ends with us.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}
