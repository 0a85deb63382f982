//! Reads `moments:`, each found from what stands above it.

use super::Around;
use super::applies;
use super::names::Names;
use super::reckonings;
use crate::id::MomentId;
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{Floor, Moment};
use crate::pack::read::uses::Uses;

const READ: &str = "add `provision:` with the one that is read";

/// Reads the moments, declaring each once it is read.
pub(super) fn read(list: Cursor<'_>, names: &mut Names, around: &Around<'_>, uses: &mut Uses) -> Vec<Moment> {
    list.list(|item| {
        let mut fields = item.fields()?;
        let id_at = fields.required("id");
        let id = id_at.and_then(|c| c.id(MomentId::parse));
        let moment = moment(fields, id.clone(), names, around, uses);
        if let (Some(at), Some(id)) = (id_at, id) {
            names.declare(at, id);
        }
        moment
    })
}

fn moment(
    mut fields: Fields<'_>,
    id: Option<MomentId>,
    names: &Names,
    around: &Around<'_>,
    uses: &mut Uses,
) -> Option<Moment> {
    let provision_at = fields.optional("provision");
    let provision = provision_at.map(|c| around.index.provision(c));
    let applies = applies::read(&mut fields, names, Some(around));
    let is = fields.required("is").and_then(|at| reckonings::read(at, names, around, uses));
    let floor = floor(&mut fields, names);
    let provision = provision.unwrap_or(None);
    if let (Some(_), None) = (&floor, provision_at) {
        fields.whole().error(format!("{} has a reading and no provision", fields.whole().name), READ);
    }
    fields.finish();
    applies::check_texts(provision_at, provision.as_ref(), &applies.texts, around);
    Some(Moment { id: id?, provision, applies, is: is?, floor })
}

fn floor(fields: &mut Fields<'_>, names: &Names) -> Option<Floor> {
    let moment = fields.optional("no-earlier-than")?;
    let moment = names.named(moment);
    let reading = fields.required("reading").and_then(|c| c.words());
    Some(Floor { moment: moment?, reading: reading? })
}
