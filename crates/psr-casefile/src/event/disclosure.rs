//! A disclosure on record: what was given to whom, what was withheld and why, and which file left.

use psr_recorder::canonical::Value;

use super::fields::{Fields, Writer};

/// A disclosure that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosed {
    /// To whom.
    pub to: String,
    /// The kind of disclosure, by its name in the pack.
    pub kind: String,
    /// The request it answers.
    pub request: Option<String>,
    /// The SHA-256 of the file that left, written `sha256:…`.
    pub bundle: String,
    /// The head of the case that is in it, written `sha256:…`.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// What was given: entries, or parts of them.
    pub given: Vec<String>,
    /// What was withheld.
    pub withheld: Vec<Withholding>,
}

/// What was withheld for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withholding {
    /// The ground or bar, by its name in the pack.
    pub on: String,
    /// What giving it would do, and to whom.
    pub explanation: String,
    /// How the public interest was weighed.
    pub balance: Option<String>,
    /// Entries, or parts of them.
    pub places: Vec<String>,
}

impl Disclosed {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        let writer = Writer::new("disclosure")
            .text("to", &self.to)
            .text("kind", &self.kind)
            .maybe("request", self.request.as_ref())
            .text("bundle", &self.bundle)
            .text("head", &self.head)
            .position("basis", Some(self.basis))
            .texts("given", &self.given);
        let withheld = self.withheld.iter().enumerate();
        withheld
            .fold(writer, |writer, (number, withheld)| writer.value(&format!("withheld/{number}"), withheld.to_value()))
            .done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let shown = |path: &str| fields.text(path).unwrap_or_else(|| "withheld".to_owned());
        let withheld =
            |number: usize| fields.get(&format!("disclosure/withheld/{number}")).and_then(Withholding::from_value);
        Some(Self {
            to: shown("disclosure/to"),
            kind: fields.text("disclosure/kind")?,
            request: fields.text("disclosure/request"),
            bundle: fields.text("disclosure/bundle")?,
            head: shown("disclosure/head"),
            basis: fields.position("disclosure/basis")?,
            given: fields.texts("disclosure/given"),
            withheld: (0..).map_while(withheld).collect(),
        })
    }
}

impl Withholding {
    fn to_value(&self) -> Value {
        let places = self.places.iter().cloned().map(Value::Text).collect();
        let balance = self.balance.clone().map_or(Value::Null, Value::Text);
        Value::List(vec![
            Value::Text(self.on.clone()),
            Value::Text(self.explanation.clone()),
            balance,
            Value::List(places),
        ])
    }

    fn from_value(value: &Value) -> Option<Self> {
        let [on, explanation, balance, places] = value.as_list()? else { return None };
        let places = places.as_list()?.iter().map(|place| place.as_text().map(str::to_owned)).collect::<Option<_>>()?;
        Some(Self {
            on: on.as_text()?.to_owned(),
            explanation: explanation.as_text()?.to_owned(),
            balance: balance.as_text().map(str::to_owned),
            places,
        })
    }
}
