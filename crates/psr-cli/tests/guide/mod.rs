//! Guides as tests: what is fenced in them as a shell's work is done, in order, in one shell in a new folder, and held against what they show.
//!
//! How a guide writes it is said in `docs/guide/developers.md`, under "Commands in the guides are tests".

mod page;
mod shell;

use std::path::{Path, PathBuf};

pub use page::Step;
use page::steps;
use shell::Shell;

/// A guide, and what its commands need that it does not make itself.
pub struct Guide {
    /// Its path, from the root of the repository.
    pub page: &'static str,
    /// Files that it names and does not show: their names in the folder, and where in the repository they are from.
    pub files: &'static [(&'static str, &'static str)],
    /// What is done before its first command; `ROOT` stands for the root of the repository.
    pub first: &'static [&'static str],
    /// Beginnings of commands that are not run, each with the reason.
    pub not_run: &'static [(&'static str, &'static str)],
}

/// Returns the root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn is_there(program: &str) -> bool {
    std::process::Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

impl Guide {
    /// Runs every command and holds it to what the guide shows; with `UPDATE_DOCS` set, shows in the guide what was said instead.
    pub fn check(&self) {
        let path = root().join(self.page);
        let text = std::fs::read_to_string(&path).unwrap();
        let steps = steps(&text);
        let Some(mut shell) = self.shell() else { return };
        let mut new = text.clone();
        let mut wrong = Vec::new();
        for step in steps.iter().filter(|step| self.is_run(step)) {
            let (said, ended) = shell.take(step);
            if !step.agrees(&said, ended) {
                wrong.push(format!("{}:{}: $ {}\n{said}\n? {ended}", self.page, step.line, step.command));
                let longer_by = new.lines().count() as isize - text.lines().count() as isize;
                new = step.shows(&new, longer_by, &said, ended);
            }
        }
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, new).unwrap();
        }
        assert!(wrong.is_empty(), "not as shown:\n{}", wrong.join("\n"));
        self.assert_reasons(&steps);
    }

    fn shell(&self) -> Option<Shell> {
        let missing = ["bash", "python3", "patch"].into_iter().find(|program| !is_there(program));
        if let Some(program) = missing {
            eprintln!("skipped: {} is not tried out, as there is no {program}", self.page);
            return None;
        }
        let mut shell = Shell::open();
        let root = root().canonicalize().unwrap();
        for (name, from) in self.files {
            std::fs::copy(root.join(from), shell.folder().join(name)).unwrap();
        }
        for command in self.first {
            let (said, ended) = shell.run(&command.replace("ROOT", root.to_str().unwrap()));
            assert_eq!(ended, 0, "{command}: {said}");
        }
        Some(shell)
    }

    fn is_run(&self, step: &Step) -> bool {
        !self.not_run.iter().any(|(beginning, _)| step.command.starts_with(beginning))
    }

    /// A reason for a command that the guide does not have any more is no longer true.
    fn assert_reasons(&self, steps: &[Step]) {
        for (beginning, reason) in self.not_run {
            let there = steps.iter().any(|step| step.command.starts_with(beginning));
            assert!(there, "{} has no `{beginning}`, which is not run because {reason}", self.page);
        }
    }
}
