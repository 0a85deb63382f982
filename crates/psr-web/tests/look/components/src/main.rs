//! Renders components of the site: JSON lines `{component, arguments, body}` in, JSON lines `{html}` or `{error}` out. The folder of
//! templates is the only argument.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead};

use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, path_loader};
use serde::Deserialize;
use serde_json::json;

/// What may stand in arguments as markup: elsewhere a string is text.
const MARKUP: [&str; 2] = ["html", "conditional"];

#[derive(Deserialize)]
struct Case {
    component: String,
    #[serde(default)]
    arguments: serde_json::Map<String, serde_json::Value>,
    body: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder of templates?")?;
    let environment = environment(&folder);
    for line in io::stdin().lock().lines() {
        let answer = match render(&environment, serde_json::from_str(&line?)?) {
            Ok(html) => json!({ "html": html }),
            Err(error) => json!({ "error": format!("{error:#}") }),
        };
        println!("{answer}");
    }
    Ok(())
}

fn environment(folder: &str) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_loader(path_loader(folder));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(
        |name| {
            if name.ends_with(".html.j2") { AutoEscape::Html } else { AutoEscape::None }
        },
    );
    environment
}

/// Renders a component by its name, or with the component `page` a whole template whose source is the body.
fn render(environment: &Environment<'_>, case: Case) -> Result<String, minijinja::Error> {
    if case.component == "page" {
        let context = with_markup(serde_json::Value::Object(case.arguments));
        return environment.render_named_str("page.html.j2", &case.body.unwrap_or_default(), context);
    }
    let name = &case.component;
    let call = match &case.body {
        Some(_) => format!("{{% call {name}(**arguments) %}}{{{{ body }}}}{{% endcall %}}"),
        None => format!("{{{{ {name}(**arguments) }}}}"),
    };
    let source = format!("{{% from \"components/{name}.html.j2\" import {name} %}}{call}");
    let arguments: Kwargs = case.arguments.into_iter().map(|(key, value)| (key.clone(), marked(&key, value))).collect();
    let body = Value::from_safe_string(case.body.unwrap_or_default());
    let context = context! { arguments => Value::from(arguments), body };
    environment.render_named_str("case.html.j2", &source, context)
}

fn marked(key: &str, value: serde_json::Value) -> Value {
    match value {
        serde_json::Value::String(text) if MARKUP.contains(&key) => Value::from_safe_string(text),
        value => with_markup(value),
    }
}

fn with_markup(value: serde_json::Value) -> Value {
    match value {
        serde_json::Value::Object(fields) => {
            let fields: BTreeMap<_, _> =
                fields.into_iter().map(|(key, value)| (key.clone(), marked(&key, value))).collect();
            Value::from(fields)
        }
        serde_json::Value::Array(items) => items.into_iter().map(with_markup).collect(),
        value => Value::from(Serde(value)),
    }
}
