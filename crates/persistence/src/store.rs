//! The store: its connections, its schema, and the snapshot of reference things that it keeps.

mod connect;
mod migrate;
mod quiet;
mod reader;
mod stamp;
mod wake;

use std::{
    fmt,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::{
    clock::{Clock, IdSource},
    outcome::{Fault, FaultKind},
    reference::Reference,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement};
use tokio::sync::watch;
use uuid::Uuid;

pub(crate) use self::reader::Reader;
use self::stamp::Watch;
pub use self::{migrate::MigrationReport, quiet::Quiet, stamp::Stamp, wake::Listening};
use crate::{
    Actor, DatabaseConfig, Transaction, catalog::variant::AllVariants, fault::fault,
    job::RunningJobs, kept::Kept, pricing::ProductPrices, reference, search::SearchRules,
    write::Desk,
};

/// Which database a store is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// One file, one writer at a time.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// Where a store takes time and identifiers from.
#[derive(Clone)]
pub struct Setup {
    /// Tells when something was written.
    pub clock: Arc<dyn Clock>,
    /// Makes the identifiers of what is new.
    pub ids: Arc<dyn IdSource>,
}

/// The catalogue in its database. Cheap to clone: all clones share their connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    reader: Reader,
    writer: DatabaseConnection,
    watch: Arc<Watch>,
    setup: Setup,
    reference: RwLock<Arc<Reference>>,
    statements: Arc<AtomicU64>,
    kept: KeptProducts,
    rules: RwLock<Arc<SearchRules>>,
    /// The newest version of the rules that was seen with the reference. 0: none was.
    rules_seen: AtomicI64,
    /// Counts the transactions of this store that have changed something.
    changes: watch::Sender<u64>,
    running: Arc<RunningJobs>,
    /// How long a mutation waits for other writers.
    patience: Duration,
    desk: Desk,
}

/// What is kept in memory of products.
struct KeptProducts {
    variants: Kept<AllVariants>,
    prices: Kept<ProductPrices>,
}

impl KeptProducts {
    fn new(bytes: u64) -> Self {
        Self {
            variants: Kept::new(bytes / 2),
            prices: Kept::new(bytes / 2),
        }
    }
}

impl Store {
    /// Connects. A SQLite file that is missing is made, with its folder; it holds no tables before [`Store::migrate`].
    ///
    /// # Errors
    /// A fault where the address is malformed or the database can't be reached.
    pub async fn connect(config: &DatabaseConfig, setup: Setup) -> Result<Self, Fault> {
        let statements = Arc::new(AtomicU64::new(0));
        let connections = connect::connect(config, &statements).await?;
        let reference = RwLock::default();
        Ok(Self {
            inner: Arc::new(Inner {
                reader: Reader::Pool(connections.reader),
                writer: connections.writer,
                watch: Arc::new(connections.watch),
                setup,
                reference,
                statements,
                kept: KeptProducts::new(config.kept_bytes),
                rules: RwLock::default(),
                rules_seen: AtomicI64::new(0),
                changes: watch::Sender::new(0),
                running: Arc::default(),
                patience: config.busy_timeout / 2,
                desk: Desk::default(),
            }),
        })
    }

    /// This store as a transaction that is still open sees it: everything that reads goes through the transaction, and
    /// the reference is the transaction's own.
    pub(crate) fn within(
        &self,
        transaction: DatabaseTransaction,
        reference: Arc<Reference>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                reader: Reader::Within(Arc::new(transaction)),
                writer: self.inner.writer.clone(),
                watch: Arc::clone(&self.inner.watch),
                setup: self.inner.setup.clone(),
                reference: RwLock::new(reference),
                statements: Arc::clone(&self.inner.statements),
                // What is not committed must not be kept for others.
                kept: KeptProducts::new(0),
                rules: RwLock::default(),
                rules_seen: AtomicI64::new(0),
                changes: watch::Sender::new(0),
                running: Arc::clone(&self.inner.running),
                patience: self.inner.patience,
                desk: Desk::default(),
            }),
        }
    }

    /// Whether it is a view of an open transaction ([`Transaction::into_view`]).
    #[must_use]
    pub fn is_view(&self) -> bool {
        matches!(self.inner.reader, Reader::Within(_))
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self.inner.reader.get_database_backend() {
            DbBackend::Postgres => Backend::Postgres,
            _ => Backend::Sqlite,
        }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// A fault where it gives none.
    pub async fn ping(&self) -> Result<(), Fault> {
        let statement =
            Statement::from_string(self.inner.reader.get_database_backend(), "SELECT 1");
        self.inner
            .reader
            .query_one_raw(statement)
            .await
            .map(drop)
            .map_err(fault("asking the database for a sign of life"))
    }

    /// The channels, locations, customer groups, price lists and attributes, as they are now. One small statement, unless
    /// one of them has changed since the last call. It tells the version of search's rules besides
    /// ([`Store::search_rules_of_reference`]).
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn reference(&self) -> Result<Arc<Reference>, Fault> {
        let kept = self.kept_reference();
        if self.is_view() {
            return Ok(kept);
        }
        let now = reference::versions(&self.inner.reader).await?;
        self.saw_rules(now.search_rules);
        if kept.version == now.reference {
            return Ok(kept);
        }
        let read = self.inner.reader.begin().await?;
        let fresh = Arc::new(reference::load(&read).await?);
        self.keep_reference(&fresh);
        Ok(fresh)
    }

    /// Begins to write. On SQLite this waits for other writers; dropping the transaction undoes it.
    ///
    /// # Errors
    /// A fault; [`FaultKind::Contended`] where another process writes for too long, [`FaultKind::Bug`] where this is a view
    /// of an open transaction, which only reads.
    pub async fn begin(&self, actor: &Actor) -> Result<Transaction, Fault> {
        if self.is_view() {
            let why = "this store is a view of an open transaction, for which another writer may have to wait";
            return Err(Fault::new(FaultKind::Bug, "beginning to write", why));
        }
        Transaction::begin(self, actor, None).await
    }

    /// The same for who would rather be told than wait: neither the beginning nor any lock that it needs is waited for
    /// longer than this.
    ///
    /// # Errors
    /// As [`Store::begin`]. In the transaction too, what another holds for longer is [`FaultKind::Contended`].
    pub async fn begin_within(
        &self,
        actor: &Actor,
        patience: Duration,
    ) -> Result<Transaction, Fault> {
        if self.is_view() {
            return self.begin(actor).await;
        }
        Transaction::begin(self, actor, Some(patience)).await
    }

    /// How long a mutation waits for other writers: half of [`DatabaseConfig::busy_timeout`], so that it can say so before
    /// whoever asks for it has lost patience.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.inner.patience
    }

    /// Whether nothing of a catalogue is in it: no product, category, channel, location, customer group, price list or
    /// attribute.
    ///
    /// # Errors
    /// A fault where the database can't be read.
    pub async fn is_empty(&self) -> Result<bool, Fault> {
        let kinds = [
            "product",
            "category",
            "channel",
            "location",
            "customer_group",
            "price_list",
            "attribute",
        ];
        let any = kinds
            .map(|kind| format!("EXISTS (SELECT 1 FROM {kind})"))
            .join(" OR ");
        let statement = Statement::from_string(
            self.inner.reader.get_database_backend(),
            format!("SELECT 1 WHERE {any}"),
        );
        let found = self
            .inner
            .reader
            .query_one_raw(statement)
            .await
            .map_err(fault("asking whether the store is empty"))?;
        Ok(found.is_none())
    }

    /// How many statements this store has sent to its database so far: what tests of query budgets compare.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }

    /// Forgets what is kept in memory of products, so that it is read again: after a backup was put in the database's
    /// place, say, whose versions may be those of other contents.
    pub fn forget_kept(&self) {
        self.inner.kept.variants.clear();
        self.inner.kept.prices.clear();
        self.forget_rules();
    }

    /// Notes the version of search's rules. Whoever comes later is not given older ones than whoever has seen newer ones,
    /// unless the database was put back to older ones.
    fn saw_rules(&self, version: i64) {
        let seen = &self.inner.rules_seen;
        if version < seen.fetch_max(version, Ordering::AcqRel) {
            self.forget_rules();
        }
    }

    fn forget_rules(&self) {
        let rules = self.inner.rules.write();
        *rules.unwrap_or_else(PoisonError::into_inner) = Arc::default();
        self.inner.rules_seen.store(0, Ordering::Release);
    }

    /// Tells when a transaction of this store, or of a clone of it, has changed something. What other processes change
    /// isn't told: whoever follows the outbox looks there now and then as well.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// An identifier that nothing else has, such as the name of a process among others.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.inner.setup.ids.next()
    }

    /// The jobs of this process.
    pub(crate) fn running_jobs(&self) -> &RunningJobs {
        &self.inner.running
    }

    /// Where reservations wait for each other.
    pub(crate) fn desk(&self) -> &Desk {
        &self.inner.desk
    }

    /// Tells those who wait for [`Store::changes`].
    pub(crate) fn note_change(&self) {
        self.inner.changes.send_modify(|count| *count += 1);
    }

    /// Closes the connections, which else end with the last clone, a moment later. A view of a transaction closes nothing.
    pub async fn close(&self) {
        let Reader::Pool(reader) = &self.inner.reader else {
            return;
        };
        // All are closed whatever the first says; there is nothing to be done about a connection that fails to close.
        let _ = reader.statement.close_by_ref().await;
        let _ = reader.snapshot.close_by_ref().await;
        let _ = self.inner.writer.close_by_ref().await;
        self.inner.watch.close().await;
    }

    /// For statements outside of a transaction that only read.
    pub(crate) fn reader(&self) -> &Reader {
        &self.inner.reader
    }

    pub(crate) fn kept_variants(&self) -> &Kept<AllVariants> {
        &self.inner.kept.variants
    }

    pub(crate) fn kept_prices(&self) -> &Kept<ProductPrices> {
        &self.inner.kept.prices
    }

    fn watch(&self) -> &Watch {
        &self.inner.watch
    }

    /// For what writes.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }

    pub(crate) fn setup(&self) -> &Setup {
        &self.inner.setup
    }

    pub(crate) fn kept_reference(&self) -> Arc<Reference> {
        Arc::clone(
            &self
                .inner
                .reference
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    /// The newest version of search's rules that was seen with the reference. 0: none was.
    pub(crate) fn rules_seen(&self) -> i64 {
        self.inner.rules_seen.load(Ordering::Acquire)
    }

    pub(crate) fn kept_rules(&self) -> Arc<SearchRules> {
        let kept = self.inner.rules.read();
        Arc::clone(&kept.unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps the rules of search, unless newer ones are kept already.
    pub(crate) fn keep_rules(&self, fresh: &Arc<SearchRules>) {
        let kept = self.inner.rules.write();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        if kept.version < fresh.version {
            *kept = Arc::clone(fresh);
        }
    }

    /// Keeps a snapshot of what is committed, unless a newer one is kept already.
    pub(crate) fn keep_reference(&self, fresh: &Arc<Reference>) {
        let mut kept = self
            .inner
            .reference
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if kept.version < fresh.version {
            *kept = Arc::clone(fresh);
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("backend", &self.backend())
            .finish_non_exhaustive()
    }
}
