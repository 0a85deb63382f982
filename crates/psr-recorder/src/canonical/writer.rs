//! Values become bytes.

use super::scan::is_special;
use super::{Value, is_key};
use crate::limits::{MAX_DEPTH, MAX_INTEGER};
use crate::malformed::Malformed;

/// Writes a value canonically, or says why the profile has no form for it.
pub fn to_bytes(value: &Value) -> Result<Vec<u8>, Malformed> {
    check(value)?;
    let mut bytes = Vec::new();
    write(value, &mut bytes);
    Ok(bytes)
}

/// Writes a list of two texts and a value canonically, or says why the profile has no form for the value.
pub(crate) fn list_to_bytes(texts: [&str; 2], value: &Value) -> Result<Vec<u8>, Malformed> {
    // The list is the first level.
    check_within(value, MAX_DEPTH - 1)?;
    let mut bytes = Vec::with_capacity(128);
    for (begin, text) in [b'[', b','].into_iter().zip(texts) {
        bytes.push(begin);
        write_text(text, &mut bytes);
    }
    bytes.push(b',');
    write(value, &mut bytes);
    bytes.push(b']');
    Ok(bytes)
}

/// Checks that a value is within the profile.
pub fn check(value: &Value) -> Result<(), Malformed> {
    check_within(value, MAX_DEPTH)
}

fn check_within(value: &Value, levels: usize) -> Result<(), Malformed> {
    let deeper = || levels.checked_sub(1).ok_or(Malformed::TooDeep { offset: 0 });
    match value {
        Value::Null | Value::Bool(_) | Value::Text(_) => Ok(()),
        Value::Int(int) if int.unsigned_abs() <= MAX_INTEGER.unsigned_abs() => Ok(()),
        Value::Int(int) => Err(Malformed::Number(int.to_string())),
        Value::List(values) => {
            let levels = deeper()?;
            values.iter().try_for_each(|value| check_within(value, levels))
        }
        Value::Map(entries) => {
            let levels = deeper()?;
            entries.iter().try_for_each(|(key, value)| {
                if !is_key(key) {
                    return Err(Malformed::KeyName(key.clone()));
                }
                check_within(value, levels)
            })
        }
    }
}

/// Writes a value that is known to be within the profile.
pub(super) fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Int(int) => out.extend_from_slice(int.to_string().as_bytes()),
        Value::Text(text) => write_text(text, out),
        Value::List(values) => {
            out.push(b'[');
            for (place, value) in values.iter().enumerate() {
                separate(place, out);
                write(value, out);
            }
            out.push(b']');
        }
        Value::Map(entries) => {
            out.push(b'{');
            for (place, (key, value)) in entries.iter().enumerate() {
                separate(place, out);
                write_text(key, out);
                out.push(b':');
                write(value, out);
            }
            out.push(b'}');
        }
    }
}

fn separate(place: usize, out: &mut Vec<u8>) {
    if place > 0 {
        out.push(b',');
    }
}

/// Writes text between quotation marks, with RFC 8785's escapes and no others.
fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(plain) = rest.iter().position(|byte| is_special(*byte)) {
        out.extend_from_slice(&rest[..plain]);
        write_escape(rest[plain], out);
        rest = &rest[plain + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Writes one of the characters that do not stand for themselves.
fn write_escape(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        0x08 => out.extend_from_slice(b"\\b"),
        0x09 => out.extend_from_slice(b"\\t"),
        0x0a => out.extend_from_slice(b"\\n"),
        0x0c => out.extend_from_slice(b"\\f"),
        0x0d => out.extend_from_slice(b"\\r"),
        _ => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
    }
}
