//! The vitrine server and command line.
