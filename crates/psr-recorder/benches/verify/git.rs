//! A git repository of as many commits, made by `git fast-import`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Repository(PathBuf);

/// Makes a repository whose commits each write one small file; nothing when there is no git.
pub fn with_commits(dir: &Path, count: u64) -> Option<Repository> {
    Command::new("git").arg("--version").stdout(Stdio::null()).status().ok()?;
    let repository = Repository(dir.to_owned());
    assert!(Command::new("git").args(["init", "-q", "--bare"]).arg(dir).status().unwrap().success());
    let mut import =
        repository.git().args(["fast-import", "--quiet"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut stdin = import.stdin.take().unwrap();
    for number in 0..count {
        let mut commit = String::new();
        let text = format!("answer {number}: the reasons given, at about the length of one field\n");
        writeln!(commit, "commit refs/heads/main\ncommitter A <a@example.org> {} +0000", 1_700_000_000 + number)
            .unwrap();
        writeln!(commit, "data 7\nanswer\n\nM 100644 inline answer\ndata {}\n{text}", text.len()).unwrap();
        stdin.write_all(commit.as_bytes()).unwrap();
    }
    drop(stdin);
    assert!(import.wait().unwrap().success());
    Some(repository)
}

/// Says which git it is.
pub fn version() -> String {
    let output = Command::new("git").arg("--version").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

impl Repository {
    fn git(&self) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(&self.0);
        git
    }

    pub fn fsck(&self) {
        assert!(self.git().args(["fsck", "--full", "--no-progress"]).output().unwrap().status.success());
    }
}
