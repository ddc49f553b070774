//! JSON that is decoded when it is first asked for: most fields of most records never are.

use std::sync::OnceLock;

use domain::outcome::Fault;

/// A JSON text as stored, and once asked for, what it says.
#[derive(Clone, Debug)]
pub(crate) struct Lazy<T> {
    text: String,
    decoded: OnceLock<T>,
}

impl<T> Lazy<T> {
    /// Not decoded yet.
    pub(crate) const fn new(text: String) -> Self {
        Self {
            text,
            decoded: OnceLock::new(),
        }
    }

    /// The length of the text in bytes.
    pub(crate) const fn len(&self) -> usize {
        self.text.len()
    }

    /// What the text says, decoded by the first caller.
    pub(crate) fn get(&self, decode: impl FnOnce(&str) -> Result<T, Fault>) -> Result<&T, Fault> {
        if let Some(known) = self.decoded.get() {
            return Ok(known);
        }
        let value = decode(&self.text)?;
        Ok(self.decoded.get_or_init(|| value))
    }
}
