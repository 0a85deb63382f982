//! One shell in a new folder, with the program under test on its path.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use expectrl::{Eof, Expect, Session};

use super::Step;

/// What ends what a command said.
const END: &str = "-- ended with ";
/// How long an interview may take to say something.
const PATIENCE: Duration = Duration::from_secs(60);
/// Lets a site come up, and stops it as Ctrl-C would.
const SERVED: &str = "\
{ COMMAND; } >served 2>&1 & waited=0
until grep -q '^Open this' served || [ $((waited += 1)) -gt 600 ] || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
kill -INT $! 2>/dev/null; wait $!; ended=$?; cat served; rm served; (exit $ended)";

/// A shell that keeps its folder, its variables and its functions from command to command.
pub struct Shell {
    dir: tempfile::TempDir,
    child: Child,
    commands: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl Shell {
    /// Opens a shell that knows nothing of who runs the test.
    pub fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (folder, bin) = (dir.path().join("here"), dir.path().join("bin"));
        for folder in [&folder, &bin] {
            std::fs::create_dir(folder).unwrap();
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_psr"), bin.join("psr")).unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.args(["--norc", "--noprofile", "-s"]).current_dir(&folder);
        command.env_clear().env("PATH", path).env("HOME", dir.path()).env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1");
        command.env("USER", "Jo Bloggs").env("TMPDIR", dir.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (commands, said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut shell = Self { dir, child, commands, said };
        shell.run("exec 2>&1");
        shell
    }

    /// The folder it begins in.
    pub fn folder(&self) -> std::path::PathBuf {
        self.dir.path().join("here")
    }

    /// Takes a step of a guide, and returns what was said and how it ended.
    pub fn take(&mut self, step: &Step) -> (String, i32) {
        match &step.shown {
            Some(shown) if step.command.starts_with("psr ask ") => self.interview(&step.command, shown),
            _ => self.run(&step.command),
        }
    }

    /// Runs a command with nothing to read, and returns what it said and how it ended.
    pub fn run(&mut self, command: &str) -> (String, i32) {
        let serves = command.starts_with("psr ") && command.ends_with(" serve");
        let step = self.dir.path().join("step");
        let command = if serves {
            SERVED.replace("COMMAND", &format!("exec {command} --listen 127.0.0.1:0"))
        } else {
            command.to_owned()
        };
        std::fs::write(&step, command + "\n").unwrap();
        let file = step.display();
        writeln!(self.commands, ". '{file}' </dev/null; printf '\\n{END}%s\\n' $?").unwrap();
        self.commands.flush().unwrap();
        self.until_the_end()
    }

    fn until_the_end(&mut self) -> (String, i32) {
        let (mut said, mut line) = (String::new(), Vec::new());
        loop {
            line.clear();
            assert!(self.said.read_until(b'\n', &mut line).unwrap() > 0, "the shell is gone after:\n{said}");
            let line = String::from_utf8_lossy(&line);
            if let Some(ended) = line.strip_prefix(END) {
                // The line break before the end is the shell's.
                said.pop();
                return (said, ended.trim().parse().unwrap());
            }
            said += &line;
        }
    }

    /// Goes through an interview at a terminal: what is shown after `> ` is typed once the words before it stand there.
    fn interview(&mut self, command: &str, shown: &str) -> (String, i32) {
        let (environment, _) = self.run("env -0; printf 'PWD=%s\\0' \"$PWD\"");
        let mut process = Command::new("bash");
        process.args(["--norc", "--noprofile", "-c", &format!("stty cols 80 rows 40 echo; {command}")]).env_clear();
        process.envs(environment.split('\0').filter_map(|set| set.split_once('=')));
        let folder = environment.split('\0').filter_map(|set| set.strip_prefix("PWD=")).next_back().unwrap();
        process.current_dir(folder);
        let mut session = Session::spawn(process).unwrap();
        session.set_expect_timeout(Some(PATIENCE));
        let mut said = String::new();
        for (prompt, typed) in shown.lines().filter_map(|line| line.split_once("> ")) {
            let found = session.expect(format!("{prompt}> ")).unwrap();
            said += &String::from_utf8_lossy(&[found.before(), found.get(0).unwrap()].concat());
            session.send_line(typed).unwrap();
        }
        said += &String::from_utf8_lossy(session.expect(Eof).unwrap().get(0).unwrap());
        (said.replace('\r', ""), 0)
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
