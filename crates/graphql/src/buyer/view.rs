//! What objects carry: the buyer, the reference snapshot that they were made with, and in a dry run the open transaction.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

use domain::{buyer::Buyer, reference::Reference};
use persistence::Store;

/// A resolved context of one request. Equal contexts of a request are one view, so that their objects share batches.
#[derive(Debug)]
pub(crate) struct View {
    number: usize,
    pub(crate) buyer: Buyer,
    pub(crate) reference: Arc<Reference>,
    /// None: what is committed is read.
    within: Option<Arc<Within>>,
}

/// An open transaction through which a dry run's objects are read, until it is closed.
#[derive(Debug)]
pub(crate) struct Within(Mutex<Option<Store>>);

impl Within {
    pub(crate) fn new(store: Store) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(store))))
    }

    /// Lets go of the transaction, which is rolled back with its last reader.
    pub(crate) fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn store(&self) -> Option<Store> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// The views of one request.
#[derive(Debug, Default)]
pub(crate) struct Views(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    made: usize,
    shared: Vec<Arc<View>>,
}

impl Views {
    /// The view of this buyer, the same for an equal buyer.
    pub(crate) fn of(&self, buyer: Buyer, reference: &Arc<Reference>) -> Arc<View> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = known.shared.iter().find(|view| alike(&view.buyer, &buyer)) {
            return Arc::clone(view);
        }
        let view = known.make(buyer, reference, None);
        known.shared.push(Arc::clone(&view));
        view
    }

    /// A view that shares nothing with those before, for what a mutation has changed.
    pub(crate) fn fresh(
        &self,
        buyer: Buyer,
        reference: &Arc<Reference>,
        within: Option<Arc<Within>>,
    ) -> Arc<View> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.make(buyer, reference, within)
    }
}

impl Known {
    fn make(
        &mut self,
        buyer: Buyer,
        reference: &Arc<Reference>,
        within: Option<Arc<Within>>,
    ) -> Arc<View> {
        self.made += 1;
        Arc::new(View {
            number: self.made,
            buyer,
            reference: Arc::clone(reference),
            within,
        })
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
    /// Where this view's objects are read: the store, or a dry run's transaction.
    pub(crate) fn store(&self, committed: &Store) -> Store {
        self.within
            .as_ref()
            .and_then(|within| within.store())
            .unwrap_or_else(|| committed.clone())
    }

    /// A loader's key in this view.
    pub(crate) fn key<K>(self: &Arc<Self>, key: K) -> InView<K> {
        InView {
            view: Arc::clone(self),
            key,
        }
    }
}
