//! Writing, and reading back whole what was written.

mod bulk_load;
mod category_move;
mod category_save;
mod contention;
mod log;
mod product_difference;
mod product_refusal;
mod product_save;
mod reference_save;
mod snapshot;
mod throughput;
