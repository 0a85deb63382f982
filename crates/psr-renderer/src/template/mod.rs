//! The templates: which there are, and how one turns values into CommonMark.
//!
//! The built-in templates are part of the program. An operator may put a folder of their own over them: a file there replaces the built-in one
//! of the same name or adds to them. Templates are trusted content. They cannot reach files, the network or the clock, their steps and the size of
//! what they write are limited, and they cannot print typed text as markup; but the memory a hostile template takes is not bounded, so whoever
//! may change that folder must be someone who may change the program.
//!
//! A template is MiniJinja. Undefined values are errors. Every printed value is escaped; there is no filter that switches this off.

mod dates;
mod escape;
mod fault;
mod filters;
mod folder;
mod grounds;
mod pivot;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use sha2::{Digest, Sha256};

pub use dates::in_london;

use crate::error::RenderError;
use crate::look::Look;

/// How large a template may be, in bytes.
pub const TEMPLATE_LIMIT: u64 = 256 * 1024;
/// How many steps a template may take.
const FUEL: u64 = 20_000_000;
/// How much text a template may produce, in bytes.
const OUTPUT_LIMIT: usize = 32 * 1024 * 1024;
/// How every template's file ends.
const SUFFIX: &str = ".md.j2";

/// The templates at hand.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    titles: BTreeMap<String, String>,
    look: Arc<Look>,
    digest: String,
}

impl Templates {
    /// Returns the built-in templates.
    pub fn built_in() -> Result<Templates, RenderError> {
        Templates::from_sources(folder::built_in())
    }

    /// Returns the files of the built-in templates by name, for whoever keeps them beside what was made with them.
    pub fn built_in_files() -> Vec<(String, Vec<u8>)> {
        folder::built_in().into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
    }

    /// Returns the built-in templates with an operator's folder over them.
    pub fn with_folder(folder: &Path) -> Result<Templates, RenderError> {
        let mut sources = folder::built_in();
        sources.extend(folder::read(folder)?);
        let mut templates = Templates::from_sources(sources)?;
        templates.look = Arc::new(Look::read(folder)?);
        Ok(templates)
    }

    /// Returns how an authority wants its documents to look.
    pub fn look(&self) -> Arc<Look> {
        Arc::clone(&self.look)
    }

    /// Returns templates from their sources by name, such as `reasoning/choice-of-process.md.j2`.
    pub fn from_sources(sources: BTreeMap<String, String>) -> Result<Templates, RenderError> {
        let mut templates = Templates {
            environment: environment(),
            titles: BTreeMap::new(),
            look: Arc::default(),
            digest: digest(&sources),
        };
        for (name, source) in sources {
            templates.add(name, source)?;
        }
        Ok(templates)
    }

    /// Returns the documents that templates declare: the template's name and the document's title.
    pub fn declared(&self) -> impl Iterator<Item = (&str, &str)> {
        self.titles.iter().map(|(name, title)| (name.as_str(), title.as_str()))
    }

    /// Returns the digest of all templates, written `sha256:…`: over each one's name and text, by their lengths, in the order of names.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Answers whether there is a template of this name.
    pub fn has(&self, name: &str) -> bool {
        self.environment.get_template(name).is_ok()
    }

    /// Turns values into CommonMark with the template of this name.
    pub fn fill(&self, name: &str, values: Value) -> Result<String, RenderError> {
        let template = self.environment.get_template(name).map_err(|error| fault::explain(name, error))?;
        let text = template.render(values).map_err(|error| fault::explain(name, error))?;
        if text.len() > OUTPUT_LIMIT {
            return Err(RenderError::TooMuch {
                template: name.to_owned(),
                limit: format!("it wrote more than {OUTPUT_LIMIT} bytes"),
            });
        }
        Ok(text)
    }

    fn add(&mut self, name: String, source: String) -> Result<(), RenderError> {
        let bytes = source.len() as u64;
        if bytes > TEMPLATE_LIMIT {
            return Err(RenderError::TemplateTooLarge { template: name, bytes, limit: TEMPLATE_LIMIT });
        }
        if let Some(title) = declared_title(&source) {
            self.titles.insert(name.clone(), title.to_owned());
        }
        self.environment.add_template_owned(name.clone(), source).map_err(|error| fault::explain(&name, error))
    }
}

fn digest(sources: &BTreeMap<String, String>) -> String {
    let mut hasher = Sha256::new();
    for text in sources.iter().flat_map(|(name, source)| [name, source]) {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    let hex: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// Returns the title in a first line such as `{# document: Reasons for the choice of process #}`.
fn declared_title(source: &str) -> Option<&str> {
    let line = source.lines().next()?.trim();
    Some(line.strip_prefix("{#")?.strip_suffix("#}")?.trim().strip_prefix("document:")?.trim())
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(syntax());
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(escape::write);
    filters::add_to(&mut environment);
    environment
}

/// Lets a line that holds only a tag leave no trace, so that templates can be laid out to be read.
fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .expect("the default delimiters differ from one another")
}

#[cfg(test)]
mod tests;
