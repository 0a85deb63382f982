//! The events and moments known so far, and the processes, by name.

use crate::id::{MomentId, ProcessId};
use crate::pack::cursor::Cursor;
use crate::pack::model::{GivenEvent, Named, Process};
use crate::pack::read::folder::File;

/// Everything that a part of the timetable may name.
pub(super) struct Names {
    processes: Vec<Process>,
    events: Vec<GivenEvent>,
    moments: Vec<MomentId>,
    /// Whether names may stand in a part that could not be read.
    gaps: bool,
}

impl Names {
    /// Begins with the processes and events.
    pub fn new(file: &File, processes: Vec<Process>, events: Vec<GivenEvent>) -> Self {
        Self { processes, events, moments: Vec::new(), gaps: file.has_gaps() }
    }

    /// Gives the processes and events back.
    pub fn into_parts(self) -> (Vec<Process>, Vec<GivenEvent>) {
        (self.processes, self.events)
    }

    /// Notes a moment, so that what follows may name it; one that could not be read keeps its place.
    pub fn declare(&mut self, at: Cursor<'_>, id: MomentId) {
        if self.place(id.as_str()).is_some() {
            at.error(format!("`{id}` is defined twice"), "give each event and each moment its own id");
        }
        self.moments.push(id);
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.known().position(|known| known == name)
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        let events = self.events.iter().map(|event| event.id.as_str());
        events.chain(self.moments.iter().map(MomentId::as_str))
    }

    /// Takes the name of an event or a moment and looks it up among those above.
    pub fn named(&self, at: Cursor<'_>) -> Option<Named> {
        let id = at.id(MomentId::parse)?;
        let found = self.place(id.as_str()).map(Named);
        if found.is_none() && !self.gaps {
            let hint = at.source.near_or(id.as_str(), self.known(), "define it above what refers to it");
            at.error(format!("there is no event or moment `{id}` above"), hint);
        }
        found
    }

    /// Takes the name of an event and looks it up.
    pub fn event(&self, at: Cursor<'_>) -> Option<Named> {
        let named = self.named(at)?;
        if named.0 >= self.events.len() {
            at.error(format!("{} is a moment, where an event is needed", at.name), "name one of `events:`");
            return None;
        }
        Some(named)
    }

    /// Answers whether the name is known, for texts that mention it; doubtful names are taken on trust.
    pub fn knows(&self, name: &str) -> bool {
        self.gaps || self.place(name).is_some()
    }

    /// Takes names of processes, or of groups of them, and returns their places in order.
    pub fn processes(&self, list: Cursor<'_>) -> Vec<usize> {
        let mut places: Vec<usize> = list.list(|item| Some(self.process(item))).concat();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Takes the name of one process and looks it up.
    pub fn one_process(&self, at: Cursor<'_>) -> Option<usize> {
        let id = at.id(ProcessId::parse)?;
        let found = self.processes.iter().position(|process| process.id == id);
        if found.is_none() && !self.gaps {
            let known = self.processes.iter().map(|process| process.id.as_str());
            at.error(format!("there is no process `{id}`"), at.source.hint(id.as_str(), known));
        }
        found
    }

    fn process(&self, item: Cursor<'_>) -> Vec<usize> {
        let Some(id) = item.id(ProcessId::parse) else { return Vec::new() };
        let meant = |process: &Process| process.id == id || process.group.as_ref() == Some(&id);
        let places: Vec<usize> = (0..self.processes.len()).filter(|place| meant(&self.processes[*place])).collect();
        if places.is_empty() && !self.gaps {
            let known = self.processes.iter().flat_map(|process| [Some(&process.id), process.group.as_ref()]);
            let known = known.flatten().map(ProcessId::as_str);
            item.error(format!("there is no process `{id}`"), item.source.hint(id.as_str(), known));
        }
        places
    }
}
