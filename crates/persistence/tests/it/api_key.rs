//! API keys: found by their text alone, and only while they hold.

use chrono::TimeDelta;
use domain::access::Role;
use domain::{outcome::Failure, text::Code};
use persistence::NewApiKey;
use testkit::on_each_database;

fn key(secret: &str) -> NewApiKey {
    NewApiKey {
        secret: secret.to_owned(),
        name: String::from("till"),
        role: Role::Admin,
        channels: None,
        expires_at: None,
    }
}

const SECRET: &str = "vtr_0123456789abcdefghijklmnopqrstuvwxyz";

on_each_database! {
    async fn a_key_is_found_by_its_text_and_never_stored(database: TestDatabase) {
        let store = database.store().await;
        let made = store.api_key_create(key(SECRET)).await.unwrap();
        assert_eq!(made.role, Role::Admin);
        assert_eq!(store.api_key_by_secret(SECRET).await.unwrap(), Some(made.clone()));
        for wrong in ["", "vtr_0123456789abcdefghijklmnopqrstuvwxyZ", "vtr_0123456789ab", &SECRET[..30]] {
            assert_eq!(store.api_key_by_secret(wrong).await.unwrap(), None, "{wrong}");
        }
        let stored = database.column("SELECT prefix FROM api_key").await;
        assert_eq!(stored, [&SECRET[..16]]);
        store.api_key_used(made.id).await.unwrap();
        assert_eq!(store.api_key_by_secret(SECRET).await.unwrap().unwrap().last_used_at, Some(database.now()));
    }

    async fn what_a_key_grants_is_read_as_it_was_given_and_less_by_older_servers(database: TestDatabase) {
        let store = database.store().await;
        let code = |text: &str| Code::parse(text).unwrap();
        let own = Role::Custom("pricing:write catalog:read".parse().unwrap());
        for (number, (role, channels)) in [
            (Role::Admin, Some(vec![code("de at"), code("us")])),
            (Role::CatalogManager, None),
            (own, Some(vec![code("de")])),
        ]
        .into_iter()
        .enumerate()
        {
            let secret = format!("vtr_{number}{}", &SECRET[5..]);
            let made = store.api_key_create(NewApiKey { role, channels: channels.clone(), ..key(&secret) }).await.unwrap();
            assert_eq!((made.role, &made.channels), (role, &channels));
            assert_eq!(store.api_key_by_secret(&secret).await.unwrap(), Some(made));
        }
        assert_eq!(database.column("SELECT DISTINCT role FROM api_key").await, ["STOREFRONT"]);
        let unbound = store.api_key_create(NewApiKey { channels: Some(Vec::new()), ..key(SECRET) }).await;
        assert!(matches!(unbound, Err(Failure::Rejected(_))));
    }

    async fn an_expired_or_revoked_key_is_refused(database: TestDatabase) {
        let store = database.store().await;
        let until = database.now() + TimeDelta::hours(1);
        store.api_key_create(NewApiKey { expires_at: Some(until), ..key(SECRET) }).await.unwrap();
        assert!(store.api_key_by_secret(SECRET).await.unwrap().is_some());
        database.clock().advance(TimeDelta::hours(1));
        assert!(store.api_key_by_secret(SECRET).await.unwrap().is_none());
        database.execute("UPDATE api_key SET expires_at = NULL").await.unwrap();
        assert!(store.api_key_by_secret(SECRET).await.unwrap().is_some());
        database.execute("UPDATE api_key SET revoked_at = 1").await.unwrap();
        assert!(store.api_key_by_secret(SECRET).await.unwrap().is_none());
    }

    async fn a_key_that_is_short_or_begins_as_another_is_refused(database: TestDatabase) {
        let store = database.store().await;
        store.api_key_create(key(SECRET)).await.unwrap();
        for refused in ["short", "vtr_0123456789abcdefghijklmnopqrstuv0000"] {
            assert!(matches!(store.api_key_create(key(refused)).await, Err(Failure::Rejected(_))), "{refused}");
        }
    }
}
