//! Catalogue feeds: JSON Lines in and out.
