//! Writes a timetable as JSON: the moments under the keys that the pack gives them, absent where they have not come about.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Day, Duty, Finding, Reading, Timetable};

/// The number of the form.
const SCHEMA: u32 = 1;

impl Serialize for Timetable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", &SCHEMA)?;
        map.serialize_entry("pack", &self.pack)?;
        map.serialize_entry("process", &self.process)?;
        maybe(&mut map, "reference", self.reference.as_ref())?;
        maybe(&mut map, "as-of", self.as_of)?;
        let mut groups: Vec<&str> = Vec::new();
        for day in self.days.iter().filter(|day| day.on.is_some()) {
            match day.group.as_deref() {
                None => map.serialize_entry(&day.key, &day.on)?,
                Some(group) if groups.contains(&group) => {}
                Some(group) => {
                    groups.push(group);
                    map.serialize_entry(group, &Group { days: &self.days, group })?;
                }
            }
        }
        map.serialize_entry("duties", &self.duties)?;
        map.serialize_entry("findings", &self.findings)?;
        let marked: Vec<_> = self.days.iter().flat_map(interpretations).collect();
        maybe(&mut map, "interpretations", Some(marked).filter(|marked| !marked.is_empty()))?;
        let open: Vec<_> = self.days.iter().filter_map(open).collect();
        maybe(&mut map, "open", Some(open).filter(|open| !open.is_empty()))?;
        maybe(&mut map, "unused", Some(&self.unused).filter(|unused| !unused.is_empty()))?;
        map.end()
    }
}

/// The moments of one object.
struct Group<'t> {
    days: &'t [Day],
    group: &'t str,
}

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let days = self.days.iter().filter(|day| day.group.as_deref() == Some(self.group));
        serializer.collect_map(days.filter_map(|day| Some((&day.key, day.on?))))
    }
}

/// A day that rests on a reading of the law.
#[derive(Serialize)]
struct Interpretation<'t> {
    key: String,
    interpretation: bool,
    provision: &'t str,
    says: &'t str,
}

/// A moment that has not come about, and why.
#[derive(Serialize)]
struct Open<'t> {
    key: String,
    says: &'t str,
}

fn interpretations(day: &Day) -> impl Iterator<Item = Interpretation<'_>> {
    day.readings.iter().map(|Reading { provision, says }| Interpretation {
        key: key(day),
        interpretation: true,
        provision: provision.as_str(),
        says,
    })
}

fn open(day: &Day) -> Option<Open<'_>> {
    day.absent.as_deref().map(|says| Open { key: key(day), says })
}

fn key(day: &Day) -> String {
    day.group.as_ref().map_or_else(|| day.key.clone(), |group| format!("{group}/{}", day.key))
}

impl Serialize for Duty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("duty", &self.duty)?;
        map.serialize_entry("provision", &self.provision)?;
        maybe(&mut map, "only-if", self.only_if.as_ref())?;
        maybe(&mut map, "not-before", self.not_before)?;
        maybe(&mut map, "due", self.due)?;
        maybe(&mut map, "overdue", self.days_overdue.map(|_| true))?;
        maybe(&mut map, "days-overdue", self.days_overdue)?;
        maybe(&mut map, "done-on", self.done)?;
        if self.done.is_some() && self.due.is_some() {
            map.serialize_entry("in-time", &(self.days_late().is_none() && !self.is_too_early()))?;
        }
        maybe(&mut map, "days-late", self.days_late())?;
        maybe(&mut map, "too-early", self.is_too_early().then_some(true))?;
        if let Some(reading) = self.readings.first() {
            map.serialize_entry("interpretation", &true)?;
            map.serialize_entry("reading", &reading.says)?;
        }
        map.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("finding", &self.finding)?;
        map.serialize_entry("provision", &self.provision)?;
        map.serialize_entry("says", &self.says)?;
        map.end()
    }
}

fn maybe<M: SerializeMap>(map: &mut M, key: &'static str, value: Option<impl Serialize>) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, &value))
}
