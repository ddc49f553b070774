//! Why a stock level was changed.

/// What was done, as the ledger of stock names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LedgerCause {
    /// The level was there when the ledger was begun.
    Opened,
    /// A feed, or a product as a whole, declared it.
    Declared,
    /// The level is gone, or its variant.
    Removed,
    /// Units were held.
    Reserved,
    /// Held units were sold.
    Committed,
    /// Held units were given back.
    Released,
    /// The time of a reservation came to an end.
    Expired,
    /// Units came, were lost or found.
    Adjusted,
    /// Somebody counted, or set a limit.
    Counted,
    /// Units went from one location to another.
    Transferred,
}

crate::spelling::spelled!(LedgerCause {
    Opened => "OPENED",
    Declared => "DECLARED",
    Removed => "REMOVED",
    Reserved => "RESERVED",
    Committed => "COMMITTED",
    Released => "RELEASED",
    Expired => "EXPIRED",
    Adjusted => "ADJUSTED",
    Counted => "COUNTED",
    Transferred => "TRANSFERRED",
});
