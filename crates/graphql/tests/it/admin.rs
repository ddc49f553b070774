//! What admins ask: the things that storefronts get only as parts of others, texts in all languages, and the audit.

mod audit;
mod listing;
mod translation;
