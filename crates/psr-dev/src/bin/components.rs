//! What the program is made of, for whoever receives it: `components sbom` prints a bill of materials (CycloneDX 1.5, JSON), `components licences` the
//! licences of everything in it, as its authors wrote them.

use std::io::Write as _;
use std::process::ExitCode;

use psr_dev::components::{self, Component};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let print: fn(&[Component]) -> Result<String, String> = match words.iter().map(String::as_str).collect::<Vec<_>>()[..]
    {
        ["sbom"] => |components| Ok(components::bill(components)),
        ["licences"] => components::licences,
        _ => {
            eprintln!("usage: components sbom|licences");
            return ExitCode::from(2);
        }
    };
    match components::shipped().and_then(|components| print(&components)) {
        // Whoever stops reading has what they want.
        Ok(text) => {
            drop(std::io::stdout().write_all(text.as_bytes()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
