//! Fills an empty register with many cases, for runs under load: `seed REGISTER KEY CASES`.

use std::process::ExitCode;

use psr_dev::seeding::{self, Seeds};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let seeds = Seeds::read(&words)
        .and_then(|seeds| seeding::sow(&seeds, chrono::Utc::now(), &mut |done| eprintln!("{done} cases")));
    match seeds {
        Ok(figures) => {
            println!("{} cases, {} events", figures.cases, figures.events);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!(
                "error: {error}\n  usage: seed REGISTER KEY CASES, with a register that `psr init` made, its key, and how many cases to add"
            );
            ExitCode::from(2)
        }
    }
}
