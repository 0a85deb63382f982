//! The `psr` program: takes the world as it is, and runs.

use std::io::{BufReader, IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;

use psr_cli::{Input, Output, World};

fn main() -> ExitCode {
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let environment = environment.collect();
    let mut world = World {
        clock: Box::new(chrono::Utc::now),
        clock_notice: psr_recorder::ClockNotice::default(),
        randomness: Box::new(|bytes| getrandom::fill(bytes).expect("the operating system gives random bytes")),
        stdin: Input {
            reader: Box::new(BufReader::new(stdin())),
            is_terminal: stdin().is_terminal(),
            size: size_of_stdin(),
        },
        stdout: Output::new(stdout(), stdout().is_terminal(), &environment),
        stderr: Output::new(stderr(), stderr().is_terminal(), &environment),
        environment,
    };
    ExitCode::from(psr_cli::run(std::env::args_os(), &mut world).code())
}

/// Returns how many bytes standard input has, where it is a file.
fn size_of_stdin() -> Option<u64> {
    let about = std::fs::metadata("/dev/stdin").ok()?;
    about.is_file().then_some(about.len())
}
