//! Where the servers are that tests talk to.

/// The Redis for tests. None: there is none, which was said on standard error.
///
/// # Panics
/// Where there is none although `CI` is set.
#[must_use]
pub fn redis_address() -> Option<String> {
    engine("VITRINE_TEST_REDIS")
}

/// What the variable of an engine names. None: nothing, which was said on standard error.
pub(crate) fn engine(name: &str) -> Option<String> {
    let address = variable(name);
    assert!(
        address.is_some() || variable("CI").is_none(),
        "{name} is not set, and with CI nothing may be left out: eval \"$(dev/services up)\" sets it, and dev/test does"
    );
    if address.is_none() {
        #[expect(
            clippy::print_stderr,
            reason = "what is left out is said where somebody reads it"
        )]
        {
            eprintln!("left out: {name} is not set");
        }
    }
    address
}

/// A variable of the environment that is set, and not to nothing.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::vars()
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value)
}
