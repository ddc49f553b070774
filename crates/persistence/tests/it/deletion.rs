//! Deleting: what nothing depends on goes with all that belongs to it, the rest is refused with what depends on it.

mod category;
mod product;
mod reference;
