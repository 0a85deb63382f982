//! The filters that find and write what a sentence rests on.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, ErrorKind, Value};
use psr_casefile::decision_record::Grounds;

use super::escape::is_blank;
use crate::convention;

/// Writes grounds: a statement's, those of one provision, or of a list of either, with `entries=` and `provisions=` added.
///
/// ```text
/// {{ statement.text }}{{ statement.grounds | grounds }}
/// {{ "reg 24(d)" | grounds(entries=[4, 7]) }}
/// ```
pub fn grounds(value: &Value, more: Kwargs) -> Result<Value, Error> {
    let mut grounds = Grounds::default();
    read(value, &mut grounds)?;
    if let Some(provisions) = more.get::<Option<Value>>("provisions")? {
        add_provisions(&mut grounds, &provisions)?;
    }
    if let Some(entries) = more.get::<Option<Value>>("entries")? {
        add_entries(&mut grounds, &entries)?;
    }
    more.assert_all_used()?;
    Ok(Value::from_safe_string(convention::write_grounds(&grounds)))
}

/// Returns the provision that the pack of a `law` cites for what every record holds, or none where it does not say.
///
/// ```text
/// {{ law | cited("reasons") | grounds }}
/// ```
pub fn cited(law: &Value, name: &str) -> Result<Value, Error> {
    let provision = law.get_attr("cites")?.get_attr(name)?;
    Ok(if provision.is_undefined() { Value::from(()) } else { provision })
}

/// Grounds are read from what has them, from one provision, or from a list of any of these.
fn read(value: &Value, grounds: &mut Grounds) -> Result<(), Error> {
    match value.kind() {
        ValueKind::Map => match value.get_attr("grounds")? {
            inner if inner.is_undefined() => {
                add_provisions(grounds, &value.get_attr("provisions")?)?;
                add_entries(grounds, &value.get_attr("entries")?)
            }
            inner => read(&inner, grounds),
        },
        ValueKind::Seq | ValueKind::Iterable => value.try_iter()?.try_for_each(|item| read(&item, grounds)),
        _ => add_provisions(grounds, value),
    }
}

fn add_provisions(grounds: &mut Grounds, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::None => Ok(()),
        ValueKind::String if value.as_str().is_some_and(is_blank) => Ok(()),
        ValueKind::String => {
            add_once(&mut grounds.provisions, value.to_string());
            Ok(())
        }
        ValueKind::Seq | ValueKind::Iterable => {
            value.try_iter()?.try_for_each(|provision| add_provisions(grounds, &provision))
        }
        other => {
            Err(Error::new(ErrorKind::InvalidOperation, format!("provisions are text, not of the kind `{other}`")))
        }
    }
}

fn add_entries(grounds: &mut Grounds, value: &Value) -> Result<(), Error> {
    for entry in value.try_iter()? {
        add_once(&mut grounds.entries, u64::try_from(entry)?);
    }
    grounds.entries.sort_unstable();
    Ok(())
}

fn add_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
