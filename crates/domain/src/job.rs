//! Jobs: imports and exports that a server runs beside its requests.

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Reads a file into the catalogue.
    Import,
    /// Writes the catalogue into a file.
    Export,
}

crate::spelling::spelled!(JobKind {
    Import => "IMPORT",
    Export => "EXPORT",
});

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobState {
    /// It waits for its turn.
    Queued,
    /// It is being done.
    Running,
    /// It did what it should.
    Done,
    /// The file was refused; nothing was applied.
    Refused,
    /// It could not be done.
    Failed,
    /// Somebody stopped it; nothing was applied.
    Cancelled,
}

crate::spelling::spelled!(JobState {
    Queued => "QUEUED",
    Running => "RUNNING",
    Done => "DONE",
    Refused => "REFUSED",
    Failed => "FAILED",
    Cancelled => "CANCELLED",
});
