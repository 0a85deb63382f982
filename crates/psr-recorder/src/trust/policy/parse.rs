//! Reading a policy, line by line; everything that is wrong is found in one run.

use std::collections::BTreeMap;
use std::fmt;

use super::{Group, Log, Policy, Threshold, Witness};
use crate::key::{SignatureType, VerifierKey};

/// The largest policy that is read, in bytes: far more than 32 logs, witnesses and groups need.
const LARGEST: usize = 1 << 20;
/// The name that stands for no witness at all.
const NONE: &[u8] = b"none";

/// One thing that is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyProblem {
    /// In which line, from 1; none for the file as a whole.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for PolicyProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "line {line}: {}", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

pub(super) fn policy(file: &[u8]) -> Result<Policy, Vec<PolicyProblem>> {
    let mut reader = Reader::default();
    if file.len() > LARGEST {
        let message = format!("the policy has {} bytes; {LARGEST} are allowed", file.len());
        return Err(vec![PolicyProblem { line: None, message }]);
    }
    for (index, line) in file.split(|byte| *byte == b'\n').enumerate() {
        let read = reader.line(index + 1, line);
        reader.note(Some(index + 1), read);
    }
    if reader.quorum.is_none() {
        let missing = "there is no line `quorum NAME`; without witnesses, write `quorum none`".to_owned();
        reader.note(None, Err(missing));
    }
    if reader.problems.is_empty() { Ok(reader.policy) } else { Err(reader.problems) }
}

/// What was read so far.
#[derive(Default)]
struct Reader<'f> {
    policy: Policy,
    problems: Vec<PolicyProblem>,
    /// Where each name was defined.
    names: BTreeMap<&'f [u8], usize>,
    /// Where each name became a member of a group.
    members: BTreeMap<&'f [u8], usize>,
    quorum: Option<usize>,
}

impl<'f> Reader<'f> {
    fn note(&mut self, line: Option<usize>, read: Result<(), String>) {
        self.problems.extend(read.err().map(|message| PolicyProblem { line, message }));
    }

    fn line(&mut self, number: usize, line: &'f [u8]) -> Result<(), String> {
        if let Some(byte) = line.iter().find(|byte| matches!(byte, 0..=8 | 10..=31 | 127)) {
            return Err(format!("holds the control character 0x{byte:02x}; only tabs and line ends are allowed"));
        }
        let words: Vec<&[u8]> = line.split(|byte| b" \t".contains(byte)).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", key, url @ ..] => self.log(key, url),
            [b"witness", name, key, url @ ..] => self.witness(number, name, key, url),
            [b"group", name, threshold, members @ ..] => self.group(number, name, threshold, members),
            [b"quorum", name] => self.quorum(number, name),
            [b"revoked", key, size] => self.revoked(key, size),
            [word, ..] => Err(misuse(word)),
        }
    }

    fn log(&mut self, key: &[u8], url: &[&[u8]]) -> Result<(), String> {
        let (key, url) = (verifier(key, SignatureType::Note)?, address(url)?);
        if self.policy.logs.iter().any(|log| log.key.public_key() == key.public_key()) {
            return Err(format!("the log key {key} stands here twice"));
        }
        self.policy.logs.push(Log { key, url });
        Ok(())
    }

    fn witness(&mut self, number: usize, name: &'f [u8], key: &[u8], url: &[&[u8]]) -> Result<(), String> {
        // Defined first, so that a bad key does not make every mention of the name a problem of its own.
        self.define(number, name)?;
        let (key, url) = (verifier(key, SignatureType::Cosignature)?, address(url)?);
        if self.policy.witnesses.iter().any(|witness| witness.key.public_key() == key.public_key()) {
            return Err(format!("the witness key {key} stands here twice"));
        }
        self.policy.witnesses.push(Witness { name: name.to_vec(), key, url });
        Ok(())
    }

    fn group(&mut self, number: usize, name: &'f [u8], threshold: &[u8], members: &[&'f [u8]]) -> Result<(), String> {
        let known = members.iter().map(|member| self.join(number, member)).collect::<Vec<_>>();
        self.define(number, name)?;
        known.into_iter().collect::<Result<(), String>>()?;
        let threshold = threshold_of(threshold, members.len())?;
        let members = members.iter().map(|member| member.to_vec()).collect();
        self.policy.groups.push(Group { name: name.to_vec(), threshold, members });
        Ok(())
    }

    fn quorum(&mut self, number: usize, name: &'f [u8]) -> Result<(), String> {
        if let Some(line) = self.quorum.replace(number) {
            return Err(format!("the quorum stands in line {line} already"));
        }
        if name != NONE {
            self.known(name)?;
            self.policy.quorum = Some(name.to_vec());
        }
        Ok(())
    }

    fn revoked(&mut self, key: &[u8], size: &[u8]) -> Result<(), String> {
        let key = verifier(key, SignatureType::Note)?;
        let size = decimal(size).ok_or_else(|| format!("`{}` is not a size in decimal digits", text(size)))?;
        self.policy.revoked.push((key, size));
        Ok(())
    }

    fn define(&mut self, number: usize, name: &'f [u8]) -> Result<(), String> {
        if name == NONE {
            return Err("`none` is the name for no witness at all; choose another".to_owned());
        }
        match self.names.insert(name, number) {
            Some(line) => Err(format!("`{}` is defined in line {line} already", text(name))),
            None => Ok(()),
        }
    }

    fn join(&mut self, number: usize, name: &'f [u8]) -> Result<(), String> {
        self.known(name)?;
        match self.members.insert(name, number) {
            Some(line) => Err(format!("`{}` is a member of a group in line {line} already", text(name))),
            None => Ok(()),
        }
    }

    fn known(&self, name: &[u8]) -> Result<(), String> {
        let unknown = || format!("`{}` is no witness or group of a line before this one", text(name));
        self.names.get(name).map(drop).ok_or_else(unknown)
    }
}

/// Says what a line should be, by the word it begins with.
fn misuse(word: &[u8]) -> String {
    let form = match word {
        b"log" => "log KEY [URL]",
        b"witness" => "witness NAME KEY [URL]",
        b"group" => "group NAME all|any|NUMBER MEMBER…",
        b"quorum" => "quorum NAME, or quorum none",
        b"revoked" => "revoked KEY SIZE",
        _ => return format!("`{}` is not log, witness, group, quorum or revoked", text(word)),
    };
    format!("is not of the form: {form}")
}

fn threshold_of(word: &[u8], members: usize) -> Result<Threshold, String> {
    if members == 0 {
        return Err("the group has no members".to_owned());
    }
    let count = decimal(word).and_then(|count| usize::try_from(count).ok());
    match (word, count) {
        (b"all", _) => Ok(Threshold::All),
        (b"any", _) => Ok(Threshold::Any),
        (_, Some(count)) if (1..=members).contains(&count) => Ok(Threshold::AtLeast(count)),
        _ => Err(format!("`{}` is not all, any or a number from 1 to {members}, the number of members", text(word))),
    }
}

fn verifier(word: &[u8], kind: SignatureType) -> Result<VerifierKey, String> {
    let malformed = |error: crate::malformed::Malformed| format!("`{}`: {error}", text(word));
    let key: VerifierKey = text(word).parse().map_err(malformed)?;
    if key.kind() == kind {
        return Ok(key);
    }
    let (wanted, found) = match kind {
        SignatureType::Note => ("a log signs (0x01)", "a witness cosigns (0x04)"),
        SignatureType::Cosignature => ("a witness cosigns (0x04)", "a log signs (0x01)"),
    };
    Err(format!("{key} is a key with which {found}; this must be one with which {wanted}"))
}

fn address(words: &[&[u8]]) -> Result<Option<String>, String> {
    match words {
        [] => Ok(None),
        [url] => Ok(Some(text(url))),
        [_, rest, ..] => Err(format!("`{}` stands after the address", text(rest))),
    }
}

fn decimal(word: &[u8]) -> Option<u64> {
    text(word).parse::<u64>().ok().filter(|number| number.to_string().as_bytes() == word)
}

fn text(word: &[u8]) -> String {
    String::from_utf8_lossy(word).into_owned()
}
