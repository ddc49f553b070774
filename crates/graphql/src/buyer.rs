//! The buyer's context: given at a root field, resolved once, and carried by every object below it.

mod header;
mod input;
mod resolve;
mod view;

pub use header::DefaultContext;
pub(crate) use header::read_context;
pub(crate) use input::BuyerContext;
pub(crate) use resolve::{Defaults, resolve};
pub(crate) use view::{InView, View, Views, Within};
