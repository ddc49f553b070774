//! How long the proof is, and the shop that it is about.

use std::time::Duration;

use domain::access::Role;
use feed::{
    Import, Options,
    import::{Input, Silent},
};
use persistence::{Actor, NewApiKey, Store};
use testkit::database::TestDatabase;

/// The key of the clients.
pub(crate) const SECRET: &str = "vtr_prover_of_stock_0123456789abcdef0123456789";

/// The SKUs that are bought: of `HOT` there are few, `BACK` may be sold beyond what is there, of `LOSS` units get lost.
pub(crate) const SKUS: [&str; 8] = ["HOT", "A", "B", "C", "D", "E", "BACK", "LOSS"];
pub(crate) const LOCATIONS: [&str; 2] = ["berlin", "paris"];

/// How many units of a SKU there are in the beginning at each location.
pub(crate) fn initial(sku: &str) -> i64 {
    match sku {
        "HOT" => 5,
        "BACK" => 10,
        _ => 60,
    }
}

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Length {
    pub(crate) clients: u64,
    /// At least so long.
    pub(crate) time: Duration,
    /// At most so long, on a machine that has other things to do.
    pub(crate) at_most: Duration,
    /// At least so many.
    pub(crate) kills: u32,
    /// Of buyers for ten units.
    pub(crate) rounds: u32,
    pub(crate) buyers: u32,
}

impl Length {
    /// The short one, unless the full one is asked for.
    pub(crate) fn asked() -> Self {
        if asked("VITRINE_PROVE_FULL").is_some() {
            return Self {
                clients: 64,
                time: Duration::from_secs(60),
                at_most: Duration::from_secs(900),
                kills: 24,
                rounds: 50,
                buyers: 100,
            };
        }
        Self {
            clients: 12,
            time: Duration::from_secs(6),
            at_most: Duration::from_secs(240),
            kills: 3,
            rounds: 3,
            buyers: 40,
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test has no configuration but its environment"
)]
pub(crate) fn asked(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Tells whoever looks at the output.
#[expect(clippy::print_stdout, reason = "a proof is there to be read")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// A database with a catalogue and a key, for any number of servers.
pub(crate) struct Shop {
    pub(crate) store: Store,
    pub(crate) database: TestDatabase,
}

impl Shop {
    pub(crate) async fn open(database: TestDatabase) -> Self {
        let store = database.store().await;
        let key = NewApiKey {
            secret: String::from(SECRET),
            name: String::from("prover"),
            role: Role::Admin,
            channels: None,
            expires_at: None,
        };
        store.api_key_create(key).await.unwrap();
        let shop = Self { store, database };
        shop.import().await;
        shop
    }

    async fn import(&self) {
        let input = Input::Stream {
            name: String::from("shop"),
            reader: Box::new(std::io::Cursor::new(feed())),
        };
        let actor = Actor::command_line();
        let import = Import {
            store: &self.store,
            actor: &actor,
            options: Options::default(),
            progress: Silent,
        };
        let report = import.run(vec![input]).await.unwrap();
        assert_eq!(report.issues, []);
    }
}

fn feed() -> String {
    let mut lines: Vec<String> = LOCATIONS
        .iter()
        .map(|place| format!(r#"{{"type":"location","code":"{place}","name":"{place}"}}"#))
        .collect();
    lines.push(String::from(
        r#"{"type":"channel","code":"web","name":"Web","currencies":["EUR"],"defaultCurrency":"EUR","locales":["en"],"defaultLocale":"en","locations":["berlin","paris"]}"#,
    ));
    let product = |sku: &str, stock: String| {
        let slug = sku.to_lowercase();
        format!(
            r#"{{"type":"product","code":"{sku}","slug":"{slug}","name":"{sku}","channels":["web"],"variants":[{{"sku":"{sku}","stock":[{stock}]}}]}}"#
        )
    };
    lines.extend(SKUS.iter().map(|sku| {
        let limit = if *sku == "BACK" { 20 } else { 0 };
        let level = |place: &&str| {
            format!(
                r#"{{"location":"{place}","onHand":{},"backorderLimit":{limit}}}"#,
                initial(sku)
            )
        };
        product(
            sku,
            LOCATIONS.iter().map(level).collect::<Vec<_>>().join(","),
        )
    }));
    lines.extend((0..50).map(|round| {
        let stock = String::from(r#"{"location":"berlin","onHand":10}"#);
        product(&format!("TEN{round}"), stock)
    }));
    lines.join("\n")
}
