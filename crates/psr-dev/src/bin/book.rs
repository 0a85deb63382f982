//! Lays the pages out for mdBook: `book FOLDER`, then `mdbook build FOLDER`.

use std::path::PathBuf;
use std::process::ExitCode;

use psr_dev::pages;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: book FOLDER");
        return ExitCode::from(2);
    };
    match pages::stage(&pages::root(), &folder) {
        Ok(pages) => {
            println!("{pages} pages laid out in {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: the book could not be laid out in {}: {error}", folder.display());
            ExitCode::from(2)
        }
    }
}
