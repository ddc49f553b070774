//! SQLite: the template is a file, a test's database a copy of it.

use std::path::Path;

use persistence::{DatabaseConfig, Store};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::time;

/// The migrated file, whole, without a log beside it.
static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();

pub(super) async fn copy_of_template() -> (String, TempDir) {
    let template = TEMPLATE.get_or_init(template).await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("test.db");
    std::fs::write(&file, template).expect("a temporary file can be written");
    (url(&file), folder)
}

pub(super) async fn empty() -> (String, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    (url(&folder.path().join("test.db")), folder)
}

fn url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

async fn template() -> Vec<u8> {
    let (address, folder) = empty().await;
    let store = Store::connect(&DatabaseConfig::new(address), time::setup().0)
        .await
        .expect("SQLite makes its file");
    store.migrate().await.expect("every migration runs");
    // The last connection takes the log into the file.
    store.close().await;
    std::fs::read(folder.path().join("test.db")).expect("SQLite has made the file")
}
