//! The buyer's context: given at a root field, resolved once, and carried by every object below it.

mod input;
mod resolve;
mod view;

pub(crate) use input::BuyerContext;
pub(crate) use resolve::{Defaults, resolve};
pub(crate) use view::{InView, View, Views, Within};
