//! The texts of the law and the dated figures.

use psr_casefile::reading::figure;
use psr_rules::pack::model::SelectedBy;

use super::Copy;
use super::html::Html;
use crate::words::day;

impl Copy<'_> {
    /// Writes the texts of the law and the figures.
    pub(super) fn law(&self, html: &mut Html) {
        html.open("section", "aria-labelledby=\"law\"");
        html.element("h2", "id=\"law\"", "Texts of the law and figures");
        let texts = self.pack.texts.iter().map(|text| {
            let by = match text.selected_by {
                SelectedBy::Commencement => "when the procedure commenced",
                SelectedBy::Termination => "when the contract is terminated",
            };
            vec![text.id.to_string(), day(text.from), by.to_owned(), text.source.clone()]
        });
        html.table(
            "Texts of the law, one after another",
            &["Text", "From", "Chosen by", "Source"],
            &texts.collect::<Vec<_>>(),
        );
        let mut rows = Vec::new();
        for parameter in self.pack.parameters.values() {
            let in_force = self.on.and_then(|on| parameter.values.iter().rposition(|value| value.from <= on));
            for (place, value) in parameter.values.iter().enumerate() {
                if self.on.is_none() || in_force == Some(place) {
                    rows.push(vec![
                        parameter.meaning.clone(),
                        figure(value.figure),
                        day(value.from),
                        value.source.to_string(),
                    ]);
                }
            }
        }
        html.table("Figures", &["What it is", "Figure", "From", "Source"], &rows);
        html.close("section");
    }
}
