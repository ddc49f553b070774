//! CSV files: what shops keep and export elsewhere.

mod flat;
mod shopify;

use feed::{
    Import, Options, Report, Wishes,
    import::{Format, Input, Reading, Silent},
};
use persistence::{Actor, Store};

use crate::support::text;

/// Imports one file by this name.
async fn take(store: &Store, name: &str, content: impl Into<Vec<u8>>, csv: Wishes) -> Report {
    take_as(
        store,
        Options::default(),
        vec![text(name, content)],
        None,
        csv,
    )
    .await
}

async fn take_as(
    store: &Store,
    options: Options,
    inputs: Vec<Input>,
    format: Option<Format>,
    csv: Wishes,
) -> Report {
    let actor = Actor::command_line();
    let import = Import {
        store,
        actor: &actor,
        options,
        progress: Silent,
    };
    import
        .run_as(inputs, Reading { format, csv })
        .await
        .expect("the import reaches an outcome")
}

fn notices(report: &Report) -> Vec<String> {
    report.notices.iter().map(ToString::to_string).collect()
}

fn euro() -> Wishes {
    Wishes {
        currency: Some(String::from("EUR")),
        ..Wishes::default()
    }
}
