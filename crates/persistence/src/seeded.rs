//! Mistakes that can be put into the changing of stock, so that it is seen that `dev/prove-stock` finds them. They are only
//! there with the feature `seeded-bugs`, which no release build takes, and only the one that `SEEDED_BUG` names.

#[cfg(all(feature = "seeded-bugs", not(debug_assertions)))]
compile_error!("a release build has no seeded bugs: leave the feature `seeded-bugs` out");

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    /// Whether units are there is only looked at before they are taken.
    CheckBeforeWrite,
    /// Nobody looks whether a key was used before.
    NoIdempotency,
    /// The answer goes out before the change is committed.
    AnswerBeforeCommit,
    /// What is released stays reserved.
    LeakAtRelease,
}

/// Whether this mistake was put in.
#[cfg(feature = "seeded-bugs")]
pub(crate) fn has(bug: Bug) -> bool {
    static SEEDED: std::sync::OnceLock<Option<Bug>> = std::sync::OnceLock::new();
    let seeded = SEEDED.get_or_init(|| {
        #[expect(
            clippy::disallowed_methods,
            reason = "no setting: it is in no program that anybody uses"
        )]
        let named = std::env::var("SEEDED_BUG");
        match named.as_deref() {
            Ok("check-before-write") => Some(Bug::CheckBeforeWrite),
            Ok("no-idempotency") => Some(Bug::NoIdempotency),
            Ok("answer-before-commit") => Some(Bug::AnswerBeforeCommit),
            Ok("leak-at-release") => Some(Bug::LeakAtRelease),
            _ => None,
        }
    });
    *seeded == Some(bug)
}

/// Whether this mistake was put in: never.
#[cfg(not(feature = "seeded-bugs"))]
pub(crate) const fn has(_: Bug) -> bool {
    false
}
