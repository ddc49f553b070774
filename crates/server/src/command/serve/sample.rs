//! The sample catalogue, which is part of the program.

use anyhow::bail;
use feed::{
    Import,
    import::{Input, Options, Silent},
};
use persistence::{Actor, Store};

use crate::command::output;

const SAMPLE: &[u8] = include_bytes!("../../../../../samples/catalogue.jsonl");

/// Loads the sample into an empty store; another one stays as it is, and that is said.
pub(super) async fn load(store: &Store) -> anyhow::Result<()> {
    if !store.is_empty().await? {
        output::say("The store holds a catalogue already: the sample was not loaded.");
        return Ok(());
    }
    let input = Input::Stream {
        name: String::from("sample"),
        reader: Box::new(SAMPLE),
    };
    let actor = Actor::command_line();
    let import = Import {
        store,
        actor: &actor,
        options: Options::default(),
        progress: Silent,
    };
    let report = import.run(vec![input]).await?;
    if let Some(issue) = report.issues.first() {
        bail!("the sample catalogue of this program is broken: {issue}");
    }
    let total = report.total();
    output::say(&format!(
        "The sample catalogue was loaded: {} records.",
        total.created
    ));
    Ok(())
}
