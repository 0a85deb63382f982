//! The program under test, in this process: a fixed clock, drawn bytes that can be drawn again, and everything it says kept.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

pub mod story;
pub mod worked;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use psr_cli::{Exit, Input, Output, World};

/// A pack that has nothing to do with the law and never changes with it.
pub const TOY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/packs/toy");

/// Compares a text with its snapshot, which holds nothing but the text.
#[allow(unused_macros)]
macro_rules! told {
    ($text:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($text) })
    };
}
#[allow(unused_imports)]
pub(crate) use told;

/// A folder to work in, and the circumstances that stay the same from run to run.
pub struct Desk {
    dir: tempfile::TempDir,
    drawn: Rc<Cell<u64>>,
    seconds: Rc<Cell<i64>>,
    pub environment: BTreeMap<String, String>,
}

/// What a run said, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    pub exit: Exit,
    pub stdout: String,
    pub stderr: String,
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Desk {
    /// Sets a desk up with nothing on it.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config").display().to_string();
        let environment = [("XDG_CONFIG_HOME", config.as_str()), ("PSR_ACTOR", "Jo Bloggs"), ("HOME", "/nowhere")];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Self { dir, drawn: Rc::default(), seconds: Rc::default(), environment }
    }

    /// Sets a desk up with an empty register that is in use.
    pub fn with_register() -> Self {
        let mut desk = Self::new();
        let register = desk.path("register").display().to_string();
        assert_eq!(desk.psr(&["init", &register, "--name", "example.org/toys"]).exit, Exit::Done);
        desk.environment.insert("PSR_REGISTER".to_owned(), register);
        desk
    }

    /// Sets a desk up with a register and one case in it, TOY-1.
    pub fn with_case() -> Self {
        let desk = Self::with_register();
        let open = ["case", "open", "--title", "A train for Ada", "--reference", "TOY-1", "--commenced", "2024-03-01"];
        let ran = desk.psr(&[&open[..], &["--rules", TOY]].concat());
        assert_eq!(ran.exit, Exit::Done, "{}", ran.stderr);
        desk
    }

    /// Returns the path of something on the desk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, and returns its path as an argument.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).display().to_string()
    }

    /// Turns the clock to ten o'clock on a day, such as `2026-05-04`; where it is that day already, the clock goes on.
    pub fn turn_to(&self, day: &str) {
        let morning: chrono::DateTime<chrono::Utc> = format!("{day}T10:00:00Z").parse().unwrap();
        let seconds = (morning - first_morning()).num_seconds();
        if !(seconds..seconds + 43_200).contains(&self.seconds.get()) {
            self.seconds.set(seconds);
        }
    }

    /// Runs the program with nothing to read.
    pub fn psr(&self, arguments: &[&str]) -> Ran {
        self.psr_reading(arguments, "")
    }

    /// Runs the program with something to read on standard input.
    pub fn psr_reading(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let (stdout, stderr) = (Kept::default(), Kept::default());
        let environment = self.environment.clone();
        let mut world = World {
            clock_notice: psr_recorder::ClockNotice::default(),
            clock: Box::new(|| {
                self.seconds.set(self.seconds.get() + 1);
                first_morning() + chrono::TimeDelta::seconds(self.seconds.get())
            }),
            randomness: Box::new(|bytes| {
                for byte in bytes {
                    let next = self
                        .drawn
                        .get()
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    self.drawn.set(next);
                    *byte = (next >> 33) as u8;
                }
            }),
            stdin: Input { reader: Box::new(Cursor::new(input.as_ref().to_vec())), is_terminal: false, size: None },
            stdout: Output::new(stdout.clone(), false, &environment),
            stderr: Output::new(stderr.clone(), false, &environment),
            environment,
        };
        let arguments = std::iter::once("psr").chain(arguments.iter().copied()).map(std::ffi::OsString::from);
        let exit = psr_cli::run(arguments, &mut world);
        drop(world);
        Ran { exit, stdout: stdout.text(), stderr: stderr.text() }
    }

    /// Runs commands one after another and returns them with what they said, as a reader would see it; what differs from run to run is left out.
    pub fn transcript(&self, commands: &[(&[&str], &str)]) -> String {
        let told = commands.iter().map(|(arguments, input)| {
            let ran = self.psr_reading(arguments, input);
            let words =
                arguments.iter().map(|word| if word.contains(' ') { format!("'{word}'") } else { (*word).to_owned() });
            let words = words.collect::<Vec<_>>().join(" ");
            let exit = if ran.exit == Exit::Done { String::new() } else { format!("[{}]\n", ran.exit.code()) };
            let stderr = ran.stderr.lines().map(|line| format!("2> {line}\n")).collect::<String>();
            format!("$ psr {words}\n{}{stderr}{exit}", ran.stdout)
        });
        self.steady(&told.collect::<Vec<_>>().join("\n"))
    }

    /// Leaves out what differs from run to run or changes with the pack: the desk's folder and digests.
    pub fn steady(&self, text: &str) -> String {
        let text = text.replace(&self.dir.path().display().to_string(), "DESK").replace(TOY, "TOY");
        let is_digest = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut steady = String::new();
        let mut word = String::new();
        for c in text.chars().chain(['\n']) {
            if c.is_ascii_alphanumeric() {
                word.push(c);
                continue;
            }
            steady.push_str(if is_digest(&word) { "…" } else { &word });
            word.clear();
            steady.push(c);
        }
        steady.pop();
        steady
    }
}

/// Returns when the clock begins.
fn first_morning() -> chrono::DateTime<chrono::Utc> {
    "2026-05-04T10:00:00Z".parse().unwrap()
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy_folder(&path, &to.join(name))
        } else {
            std::fs::copy(&path, to.join(name)).map(drop).unwrap()
        }
    }
}
