//! The catalogue's rules and values: no input or output, no framework.
