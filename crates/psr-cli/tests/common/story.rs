//! A procurement told as a story: what is put on record on which day, from the files of a commissioner, and what the program says then.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use psr_cli::Exit;

use super::{Desk, Ran, copy_folder};

/// The folder of the stories' files.
const STORIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories");

/// One case in one register, told from day to day.
pub struct Story {
    desk: Rc<Desk>,
    register: PathBuf,
    files: PathBuf,
    case: String,
}

/// What the program said to a command, as one line of words.
pub struct Said {
    text: String,
    ended: Exit,
}

impl Story {
    /// Begins on a day with an empty register and a case that is opened in it; the files are those of the story of that name.
    pub fn begin(day: &str, name: &str, reference: &str, title: &str) -> Self {
        Self::begin_with(&[], day, name, reference, title)
    }

    /// Begins likewise, under the rule pack in a folder of the repository.
    pub fn begin_under(rules: &str, day: &str, name: &str, reference: &str, title: &str) -> Self {
        Self::begin_with(&["--rules", rules], day, name, reference, title)
    }

    fn begin_with(more: &[&str], day: &str, name: &str, reference: &str, title: &str) -> Self {
        let desk = Desk::new();
        let (register, files) = (desk.path("register"), Path::new(STORIES).join(name));
        let story = Self { desk: Rc::new(desk), register, files, case: reference.to_owned() };
        story.desk.turn_to(day);
        story.psr(&["init", &story.register.display().to_string(), "--name", "example.org/story"]);
        story.psr(&[&["case", "open", "--title", title, "--reference", reference], more].concat());
        story
    }

    /// Goes on in a copy of the register, of which this story knows nothing.
    pub fn aside(&self) -> Self {
        let register = self.desk.path("aside");
        copy_folder(&self.register, &register);
        Self { desk: self.desk.clone(), register, files: self.files.clone(), case: self.case.clone() }
    }

    /// Records a file of answers on a day.
    pub fn answers(&self, day: &str, file: &str) -> Said {
        self.desk.turn_to(day);
        self.psr(&["answer", &self.case, "--from", &self.file(file)])
    }

    /// Gives a list on a day in place of the one on record, with the reasons and what bears them out.
    pub fn replaces(&self, day: &str, question: &str, items: &str, reason: &str, evidence: &str) -> Said {
        self.desk.turn_to(day);
        let (items, evidence) = (self.file(items), self.file(evidence));
        self.psr(&["answer", &self.case, question, "--items", &items, "--reason", reason, "--evidence", &evidence])
    }

    /// Puts on record what happens on a day, with what is said of it, each as `name=text`.
    pub fn event(&self, day: &str, event: &str, details: &[&str]) -> Said {
        self.desk.turn_to(day);
        let mut arguments = vec!["event", &self.case, event, "--on", day];
        arguments.extend(details.iter().flat_map(|detail| ["--detail", detail]));
        self.psr(&arguments)
    }

    /// Lets somebody approve the case on a day.
    pub fn approval(&self, day: &str, by: &str, role: &str) -> Said {
        self.desk.turn_to(day);
        self.psr(&["--actor", by, "approve", &self.case, "--as", role])
    }

    /// Asks for what a command says of the case: `show`, `check`, `log`, `verify`.
    pub fn asks(&self, command: &str) -> Said {
        self.run(&[command, &self.case])
    }

    /// Asks what falls due in the case, from what is on record.
    pub fn falls_due(&self) -> Said {
        self.run(&["timetable", "--case", &self.case, "--format", "text"])
    }

    /// Asks on a day what falls due when, from these dates.
    pub fn timetable(&self, day: &str, happened: &[&str]) -> Said {
        self.desk.turn_to(day);
        let events: String = happened.iter().map(|line| format!("  {line}\n")).collect();
        let events = self.desk.file("events.yaml", format!("process: competitive-process\nevents:\n{events}"));
        self.psr(&["timetable", &events, "--format", "text", "--as-of", day])
    }

    /// Renders a document of the case.
    pub fn document(&self, name: &str) -> Said {
        self.psr(&["render", &self.case, name])
    }

    /// Asks which documents there are for the case.
    pub fn documents(&self) -> Said {
        self.psr(&["render", &self.case, "--list"])
    }

    /// Exports the case, and verifies the bundle as a stranger would.
    pub fn bundle(&self) -> Said {
        let bundle = self.desk.path("bundle.zip").display().to_string();
        self.psr(&["export", &self.case, "-o", &bundle]);
        self.psr(&["verify", &bundle])
    }

    /// Verifies the whole register.
    pub fn register(&self) -> Said {
        self.psr(&["verify", &self.register.display().to_string()])
    }

    /// Runs a command that must be carried out.
    fn psr(&self, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.ended, Exit::Done, "{arguments:?}: {}", said.text);
        said
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let register = self.register.display().to_string();
        let Ran { exit, stdout, stderr } = self.desk.psr(&[&["--register", &register], arguments].concat());
        let text = format!("{stdout} {stderr}");
        Said { text: text.split_whitespace().collect::<Vec<_>>().join(" "), ended: exit }
    }

    fn file(&self, name: &str) -> String {
        self.files.join(name).display().to_string()
    }
}

impl Said {
    /// Holds it to having said this, however the lines were broken.
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "“{text}” is not in: {}", self.text);
        self
    }

    /// Holds it to not having said this.
    pub fn does_not_say(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "“{text}” is in: {}", self.text);
        self
    }

    /// Holds it to having found nothing that blocks.
    pub fn blocks_nothing(&self) -> &Self {
        assert_eq!(self.ended, Exit::Done, "{}", self.text);
        self
    }

    /// Holds it to having found what blocks.
    pub fn blocks(&self) -> &Self {
        assert_eq!(self.ended, Exit::FoundWrong, "{}", self.text);
        self
    }
}
