//! For how much things are sold.

pub(crate) mod customer_group;
mod money;
pub(crate) mod price;
pub(crate) mod price_list;
mod price_list_relation;
pub(crate) mod quote;
mod user_error;

pub(crate) use money::Money;
