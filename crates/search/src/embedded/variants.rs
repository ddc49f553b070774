//! The variants of a product, by the numbers of their terms.

/// The variants of a product.
#[derive(Clone, Copy)]
pub(super) struct Variants<'a> {
    /// First the terms that all variants have, then those of each variant besides.
    terms: &'a [u32],
    /// Where the own terms of each variant begin.
    starts: &'a [u32],
}

impl<'a> Variants<'a> {
    pub(super) const fn new(terms: &'a [u32], starts: &'a [u32]) -> Self {
        Self { terms, starts }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.starts.len()
    }

    /// The terms of all; what several have besides is there several times.
    pub(super) const fn all(&self) -> &'a [u32] {
        self.terms
    }

    /// The terms that all have, in their order.
    pub(super) fn common(&self) -> &'a [u32] {
        &self.terms[..self.start(0)]
    }

    /// The terms of one besides, in their order.
    pub(super) fn own(&self, variant: usize) -> &'a [u32] {
        &self.terms[self.start(variant)..self.start(variant + 1)]
    }

    fn start(&self, variant: usize) -> usize {
        let start = self.starts.get(variant).map(|start| *start as usize);
        start.unwrap_or(self.terms.len())
    }
}
