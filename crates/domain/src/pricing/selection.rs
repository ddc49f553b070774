//! Which price applies: one pure function, independent of the order of rows.
