//! A server in the test's own process, without a socket.

use std::{ffi::OsString, path::PathBuf};

use domain::access::Role;
use feed::{
    Import, Options,
    import::{Input, Silent},
};
use persistence::{Actor, ApiKey, NewApiKey};
use server::{
    App, build_app_with,
    config::{Config, Flags, Layers},
};
use tempfile::TempDir;
use testkit::database::TestDatabase;

use super::client::Client;

/// The shop of `vitrine serve --sample`.
pub(crate) const SAMPLE: &str = include_str!("../../../../../samples/catalogue.jsonl");

/// A server on a database of the test's own.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) database: TestDatabase,
    /// What the server has of its own, its search index among it.
    pub(crate) folder: TempDir,
}

impl TestApp {
    /// With the settings that a server has when nothing is set.
    pub(crate) async fn on(database: TestDatabase) -> Self {
        Self::with(database, &[]).await
    }

    /// With settings, as variables of the environment.
    pub(crate) async fn with(database: TestDatabase, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = ("VITRINE_DATA_DIR", folder.path().to_str().unwrap());
        let settings: Vec<(&str, &str)> = [data_dir].iter().chain(settings).copied().collect();
        let config = config(&database, &settings);
        let app = build_app_with(&config, database.setup()).await.unwrap();
        Self {
            app,
            database,
            folder,
        }
    }

    /// Whoever has no key.
    pub(crate) fn storefront(&self) -> Client {
        Client::new(self.app.router(), None)
    }

    /// The holder of an admin's key.
    pub(crate) async fn admin(&self) -> Client {
        let secret = "vtr_admin_of_the_test_0123456789abcdef";
        self.key(secret, Role::Admin).await;
        self.with_key(secret)
    }

    /// Whoever sends this key.
    pub(crate) fn with_key(&self, secret: &str) -> Client {
        Client::new(self.app.router(), Some(format!("Bearer {secret}")))
    }

    /// Makes a key that never ends.
    pub(crate) async fn key(&self, secret: &str, role: Role) -> ApiKey {
        let new = NewApiKey {
            secret: String::from(secret),
            name: String::from("test"),
            role,
            channels: None,
            expires_at: None,
        };
        self.app.store().api_key_create(new).await.unwrap()
    }

    /// Loads a feed, of which every line must be good.
    pub(crate) async fn import(&self, feed: impl Into<String>) {
        let input = Input::Stream {
            name: String::from("test"),
            reader: Box::new(std::io::Cursor::new(feed.into())),
        };
        let actor = Actor::command_line();
        let import = Import {
            store: self.app.store(),
            actor: &actor,
            options: Options::default(),
            progress: Silent,
        };
        let report = import.run(vec![input]).await.unwrap();
        assert_eq!(report.issues, []);
    }
}

/// The settings of a server on this database.
pub(crate) fn config(database: &TestDatabase, settings: &[(&str, &str)]) -> Config {
    let own = [
        ("VITRINE_DATABASE_URL", database.url()),
        ("VITRINE_DATABASE__MAX_CONNECTIONS", "4"),
    ];
    let environment = own
        .iter()
        .chain(settings)
        .map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let nowhere = PathBuf::from("/nonexistent");
    let layers = Layers {
        file: None,
        folder: nowhere,
        environment: environment.collect(),
        flags: Flags::default(),
    };
    Config::load(&layers).unwrap()
}
