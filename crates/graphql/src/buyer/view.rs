//! What objects carry: the buyer, and the reference snapshot that the whole request sees.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

use domain::{buyer::Buyer, reference::Reference};

/// A resolved context of one request. Equal contexts of a request are one view, so that their objects share batches.
#[derive(Debug)]
pub(crate) struct View {
    number: usize,
    pub(crate) buyer: Buyer,
    pub(crate) reference: Arc<Reference>,
}

/// The views of one request.
#[derive(Debug, Default)]
pub(crate) struct Views(Mutex<Vec<Arc<View>>>);

impl Views {
    /// The view of this buyer, the same for an equal buyer.
    pub(crate) fn of(&self, buyer: Buyer, reference: &Arc<Reference>) -> Arc<View> {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = views.iter().find(|view| alike(&view.buyer, &buyer)) {
            return Arc::clone(known);
        }
        let view = Arc::new(View {
            number: views.len(),
            buyer,
            reference: Arc::clone(reference),
        });
        views.push(Arc::clone(&view));
        view
    }
}

fn alike(one: &Buyer, other: &Buyer) -> bool {
    one.channel_id == other.channel_id
        && one.currency == other.currency
        && one.country == other.country
        && one.locales == other.locales
        && one.customer_group == other.customer_group
        && one.at == other.at
        && one.sees_unpublished == other.sees_unpublished
}

/// A loader's key: something in one of the request's views.
#[derive(Clone)]
pub(crate) struct InView<K> {
    pub(crate) view: Arc<View>,
    pub(crate) key: K,
}

// The dataloader formats a key for each batch, so this must stay short.
impl<K: fmt::Debug> fmt::Debug for InView<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in view {}", self.key, self.view.number)
    }
}

impl<K: PartialEq> PartialEq for InView<K> {
    fn eq(&self, other: &Self) -> bool {
        self.view.number == other.view.number && self.key == other.key
    }
}

impl<K: Eq> Eq for InView<K> {}

impl<K: Hash> Hash for InView<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.view.number.hash(state);
        self.key.hash(state);
    }
}

impl View {
    /// A loader's key in this view.
    pub(crate) fn key<K>(self: &Arc<Self>, key: K) -> InView<K> {
        InView {
            view: Arc::clone(self),
            key,
        }
    }
}
