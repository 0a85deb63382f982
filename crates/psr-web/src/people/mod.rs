//! Who is at the page, what they may do, and how they came in.

mod act;
mod person;
mod session;
mod sign_in;

pub use act::Act;
pub use person::{Person, Role};
pub use session::{Session, Who};
pub(crate) use session::{begin, come_in, end};
pub use sign_in::SignIn;
