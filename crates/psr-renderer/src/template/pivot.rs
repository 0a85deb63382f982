//! A list turned into a table: one row for each thing, one column for each of those that are compared.

use std::collections::BTreeMap;

use minijinja::value::{Kwargs, Serde};
use minijinja::{Error, Value};
use serde::Serialize;

/// A list turned into a table.
#[derive(Debug, Serialize)]
struct Pivot {
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// A row of it.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    cells: Vec<Option<String>>,
}

/// Turns a list of items, each by the ids of its fields, into a table.
///
/// ```text
/// {% set compared = answer.by_field | pivot(row="criterion", column="provider", cell="score") %}
/// ```
///
/// Rows and columns stand in the order in which they are first named; what no item gives is none. Where several items give one cell, the last counts.
pub fn pivot(items: Vec<Value>, by: Kwargs) -> Result<Value, Error> {
    let [row, column, cell] = [by.get::<String>("row")?, by.get::<String>("column")?, by.get::<String>("cell")?];
    by.assert_all_used()?;
    let (mut rows, mut columns, mut cells) = (Vec::new(), Vec::new(), BTreeMap::new());
    for item in &items {
        let (Some(row), Some(column)) = (field(item, &row)?, field(item, &column)?) else { continue };
        add_once(&mut rows, &row);
        add_once(&mut columns, &column);
        cells.extend(field(item, &cell)?.map(|found| ((row, column), found)));
    }
    let named = |name: String| {
        let cells = columns.iter().map(|column| cells.get(&(name.clone(), column.clone())).cloned()).collect();
        Row { name, cells }
    };
    let rows = rows.into_iter().map(named).collect();
    Ok(Value::from(Serde(Pivot { rows, columns: columns.clone() })))
}

fn field(item: &Value, name: &str) -> Result<Option<String>, Error> {
    Ok(item.get_attr(name)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned))
}

fn add_once(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}
