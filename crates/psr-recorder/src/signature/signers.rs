//! Whose key is whose, as somebody outside says: OpenSSH's file of allowed signers (`ssh-keygen(1)`, ALLOWED SIGNERS).

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::PublicKey;

/// Who may sign with which key, for what, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedSigners(Vec<Allowed>);

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Allowed {
    principals: String,
    namespaces: Option<String>,
    after: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
    key: PublicKey,
}

/// Says what is wrong with a line of a file of allowed signers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct BadSigners {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl AllowedSigners {
    /// Reads the file's text. Lines with keys of kinds that are not understood name nobody here, and are passed over.
    ///
    /// # Errors
    /// With everything that is wrong, line by line.
    pub fn read(text: &str) -> Result<Self, Vec<BadSigners>> {
        let (mut allowed, mut wrong) = (Vec::new(), Vec::new());
        for (line, text) in (1..).zip(text.lines()) {
            match read_line(text.trim()) {
                Ok(found) => allowed.extend(found),
                Err(what) => wrong.push(BadSigners { line, what }),
            }
        }
        if wrong.is_empty() { Ok(Self(allowed)) } else { Err(wrong) }
    }

    /// Tells whether somebody of this name may sign with this key for this purpose at this time.
    pub fn allow(&self, name: &str, key: &PublicKey, namespace: &str, at: DateTime<Utc>) -> bool {
        self.0.iter().any(|allowed| {
            allowed.key == *key
                && matches_list(&allowed.principals, name)
                && allowed.namespaces.as_ref().is_none_or(|list| matches_list(list, namespace))
                && allowed.after.is_none_or(|after| at >= after)
                && allowed.before.is_none_or(|before| at < before)
        })
    }

    /// Returns the names under which the file knows a key.
    pub fn names(&self, key: &PublicKey) -> Vec<&str> {
        self.0.iter().filter(|allowed| allowed.key == *key).map(|allowed| allowed.principals.as_str()).collect()
    }
}

fn read_line(line: &str) -> Result<Option<Allowed>, String> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let mut words = words(line)?.into_iter().peekable();
    let principals = words.next().unwrap_or_default();
    let is_kind = |word: &String| ["ssh-", "sk-", "ecdsa-"].iter().any(|kind| word.starts_with(kind));
    let options = words.next_if(|word| !is_kind(word)).unwrap_or_default();
    let (Some(kind), Some(encoded)) = (words.next(), words.next()) else {
        return Err("a line has a name, perhaps options, the kind of a key, and the key".to_owned());
    };
    let Ok(key) = PublicKey::read(&kind, &encoded) else {
        let understood = ["ssh-ed25519", "sk-ssh-ed25519@openssh.com"].contains(&kind.as_str());
        return if understood { Err(format!("the {kind} key cannot be read")) } else { Ok(None) };
    };
    let mut allowed = Allowed { principals, namespaces: None, after: None, before: None, key };
    for option in split(&options).into_iter().filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').unwrap_or((&option, ""));
        let value = value.trim_matches('"');
        match name {
            "namespaces" => allowed.namespaces = Some(value.to_owned()),
            "valid-after" => allowed.after = Some(instant(value)?),
            "valid-before" => allowed.before = Some(instant(value)?),
            // What is signed by a key that this one vouches for is another key's.
            "cert-authority" => return Ok(None),
            _ => return Err(format!("`{name}` is no option that is understood here")),
        }
    }
    Ok(Some(allowed))
}

/// Splits a line at its spaces; what stands in double quotes stays together.
fn words(line: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                // The quotes around a name go; those inside an option stay for the option.
                if !words.is_empty() {
                    word.push(c);
                }
            }
            ' ' | '\t' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(c),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    if quoted { Err("a quotation mark has no other half".to_owned()) } else { Ok(words) }
}

/// Splits a list at its commas; what stands in double quotes stays together.
fn split(list: &str) -> Vec<String> {
    let (mut parts, mut quoted) = (vec![String::new()], false);
    for c in list.chars() {
        quoted ^= c == '"';
        match (c, parts.last_mut()) {
            (',', _) if !quoted => parts.push(String::new()),
            (_, Some(part)) => part.push(c),
            _ => {}
        }
    }
    parts
}

/// Reads `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, each perhaps with a `Z`. All are taken as UTC.
fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let digits = text.strip_suffix('Z').unwrap_or(text);
    let read = match digits.len() {
        8 => NaiveDate::parse_from_str(digits, "%Y%m%d").ok().and_then(|day| day.and_hms_opt(0, 0, 0)),
        12 => NaiveDateTime::parse_from_str(&format!("{digits}00"), "%Y%m%d%H%M%S").ok(),
        14 => NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok(),
        _ => None,
    };
    read.map(|read| read.and_utc()).ok_or_else(|| format!("`{text}` is no time: write YYYYMMDD or YYYYMMDDHHMMSS"))
}

/// Answers whether a name is among a list of patterns; one after `!` that fits rules the name out.
fn matches_list(patterns: &str, name: &str) -> bool {
    let mut found = false;
    for pattern in patterns.split(',').map(str::trim) {
        match pattern.strip_prefix('!') {
            Some(barred) if matches(barred, name) => return false,
            None => found |= matches(pattern, name),
            Some(_) => {}
        }
    }
    found
}

/// Answers whether a name fits a pattern, in which `*` stands for any characters and `?` for any one.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    // Which lengths of the name's beginning fit the part of the pattern seen so far.
    let mut fits = vec![false; name.len() + 1];
    fits[0] = true;
    for c in pattern {
        let mut next = vec![false; name.len() + 1];
        for length in 0..=name.len() {
            next[length] = match c {
                '*' => fits[length] || length > 0 && next[length - 1],
                '?' => length > 0 && fits[length - 1],
                _ => length > 0 && fits[length - 1] && name[length - 1] == c,
            };
        }
        fits = next;
    }
    fits[name.len()]
}
