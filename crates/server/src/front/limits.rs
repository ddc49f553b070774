//! What one request may ask for. Every limit has a refusal of its own that names the limit, its value and what was measured.

use std::time::Duration;

use graphql::Role;

/// The limits of the front door. [`Limits::default`] fits a storefront: the standard introspection query and listings
/// of nested connections pass, floods don't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// Bytes of an admin's request with files.
    pub upload_bytes: u64,
    /// Bytes of the query string of a GET request.
    pub query_string_bytes: usize,
    /// Bytes of a document.
    pub document_bytes: usize,
    /// Lexical tokens of a document; white space, commas and comments don't count.
    pub tokens: usize,
    /// Operations in a document.
    pub operations: usize,
    /// Fields nested in each other, from the root of an operation to its leaves.
    pub depth: usize,
    /// The same below `__schema` and `__type`, where the standard introspection query needs more.
    pub introspection_depth: usize,
    /// Selection sets nested in each other: those of fields, inline fragments and spread fragments. Stays below the 32
    /// at which the executor gives up.
    pub nesting: usize,
    /// Fields of an operation, each fragment counted wherever it is spread.
    pub fields: usize,
    /// Fields at the root of an operation, fragments spread.
    pub root_fields: usize,
    /// Aliases of an operation and of the fragments it uses, as they are written.
    pub aliases: usize,
    /// Directives of an operation and of the fragments it uses, as they are written.
    pub directives: usize,
    /// Entries of one list value, in the document or in the variables.
    pub list_values: usize,
    /// Variables sent with a request.
    pub variables: usize,
    /// Values in the variables, all lists and objects counted to their leaves.
    pub variable_values: usize,
    /// Requests in one list. 0: lists are refused.
    pub batch: usize,
    /// Points that an operation may cost, in which pages multiply what they hold.
    pub cost: u64,
    /// Points from which on an operation is costly, so that few of them are executed at once.
    pub costly: u64,
    /// Costly operations that are executed at once. 0: half as many as the machine has cores.
    pub costly_requests: usize,
    /// Operations that are executed at once.
    pub requests: usize,
    /// How long an operation waits for a place among them.
    pub patience: Duration,
    /// Bytes of all bodies together that storefronts are sending, beyond the first 16 KiB of each.
    pub bodies_bytes: usize,
    /// Errors in one answer; how many were left out is said in `extensions.omittedErrors`.
    pub errors: usize,
    /// Bytes that the cache of validated documents may hold, by estimate.
    pub document_cache_bytes: u64,
    /// How long a client may take to send its body.
    pub body_timeout: Duration,
    /// How long the execution of an operation may take.
    pub request_timeout: Duration,
    /// How long a file that is uploaded waits for another writer of the store.
    pub upload_patience: Duration,
}

/// How much more an admin's key may send than the limits say: `pricesSet` takes ten thousand SKUs at once.
const ADMIN_BODY: usize = 32;
const ADMIN_LIST: usize = 40;
const ADMIN_VALUES: usize = 100;
/// Walking the whole catalogue takes long pages.
const ADMIN_COST: u64 = 20;

impl Limits {
    /// What holds for this role: who may write may send more, in the body and in its variables, and read more at a
    /// time. The document stays as short.
    #[must_use]
    pub const fn of(self, role: Role) -> Self {
        if !role.permissions().write() {
            return self;
        }
        Self {
            body_bytes: self.body_bytes.saturating_mul(ADMIN_BODY),
            list_values: self.list_values.saturating_mul(ADMIN_LIST),
            variable_values: self.variable_values.saturating_mul(ADMIN_VALUES),
            cost: self.cost.saturating_mul(ADMIN_COST),
            ..self
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            upload_bytes: 1024 * 1024 * 1024,
            query_string_bytes: 32 * 1024,
            document_bytes: 16 * 1024,
            tokens: 2_000,
            operations: 50,
            depth: 12,
            introspection_depth: 15,
            nesting: 30,
            fields: 1_000,
            root_fields: 20,
            aliases: 30,
            directives: 50,
            list_values: 250,
            variables: 100,
            batch: 0,
            variable_values: 4_000,
            cost: 50_000,
            costly: 3_000,
            costly_requests: 0,
            requests: 256,
            patience: Duration::from_millis(800),
            bodies_bytes: 8 * 1024 * 1024,
            errors: 20,
            document_cache_bytes: 64 * 1024 * 1024,
            body_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(10),
            upload_patience: Duration::from_secs(60),
        }
    }
}
