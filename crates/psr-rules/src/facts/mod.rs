//! Facts: what `psr determine` is told, read strictly against a pack.

mod value;

pub(crate) use value::answer;
