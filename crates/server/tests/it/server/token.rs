//! Tokens of an issuer: which are taken, which are refused and how that is said, and what their holders may.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use ring::signature::KeyPair as _;
use serde_json::{Value, json};
use testkit::database::TestDatabase;

use crate::support::{
    app::{SAMPLE, TestApp},
    client::Reply,
    issuer::{Issuer, Signer},
};

const ISSUER: &str = "https://id.example";
const AUDIENCE: &str = "vitrine";
const TYPENAME: &str = "{ __typename }";
const DRAFT: &str =
    r#"{ product(by: {code: "folding-wagon-trundle"}, context: {channel: "de"}) { status } }"#;

/// Claims of a token that holds, with changes; null takes a claim away.
fn claims(test: &TestDatabase, changes: Value) -> Value {
    let now = test.now().timestamp();
    let mut claims = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "iat": now, "nbf": now, "exp": now + 300 });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

/// A server that takes tokens, with these settings beside issuer and audience.
async fn server(settings: &[(&str, &str)]) -> TestApp {
    let own = [
        ("VITRINE_AUTH__JWT__ISSUER", ISSUER),
        ("VITRINE_AUTH__JWT__AUDIENCE", AUDIENCE),
        ("VITRINE_AUTH__JWT__CLAIMS__ROLE", "role"),
        ("VITRINE_AUTH__JWT__CLAIMS__CUSTOMER_GROUP", "group"),
        ("VITRINE_AUTH__JWT__CLAIMS__CHANNEL", "channel"),
        ("VITRINE_AUTH__JWT__CLAIMS__CHANNELS", "channels"),
    ];
    let all: Vec<(&str, &str)> = own.iter().chain(settings).copied().collect();
    TestApp::with(TestDatabase::sqlite().await, &all).await
}

/// A server that takes what this issuer signs.
async fn server_of(issuer: &Issuer, algorithms: &str, more: &[(&str, &str)]) -> TestApp {
    let keys = format!("{}/keys", issuer.address);
    let own = [
        ("VITRINE_AUTH__JWT__JWKS_URL", &*keys),
        ("VITRINE_AUTH__JWT__ALGORITHMS", algorithms),
    ];
    let all: Vec<(&str, &str)> = own.iter().chain(more).copied().collect();
    server(&all).await
}

#[track_caller]
fn refused(reply: &Reply, why: &str) {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{}", reply.text());
    assert_eq!(reply.error_codes(), ["UNAUTHENTICATED"]);
    assert_eq!(reply.json().get("data"), None);
    let told = reply.json()["errors"][0]["message"].clone();
    assert!(told.as_str().unwrap().contains(why), "{told}");
    let challenge = reply.header("www-authenticate");
    assert!(
        challenge.starts_with("Bearer error=\"invalid_token\", error_description=\""),
        "{challenge}"
    );
}

async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < Duration::from_secs(20), "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_token_is_taken_however_it_is_signed_and_says_what_its_holder_may() {
    let signers = [Signer::rsa(), Signer::p256(), Signer::ed()];
    let keys = signers
        .iter()
        .map(|signer| signer.jwk(signer.algorithm()))
        .collect();
    let issuer = Issuer::new(keys).await;
    let test = server_of(&issuer, "RS256,ES256,EdDSA", &[]).await;
    test.import(SAMPLE).await;
    for signer in &signers {
        let header = json!({ "kid": signer.algorithm(), "typ": "JWT" });
        let staff = claims(
            &test.database,
            json!({ "role": ["auditor", "offline_access"] }),
        );
        let reply = test
            .with_key(&signer.token(header.clone(), &staff))
            .run(DRAFT)
            .await;
        assert_eq!(
            reply.data(),
            json!({ "product": { "status": "DRAFT" } }),
            "{}",
            signer.algorithm()
        );
        let nobody = claims(&test.database, json!({}));
        let reply = test
            .with_key(&signer.token(header, &nobody))
            .run(DRAFT)
            .await;
        assert_eq!(
            reply.data(),
            json!({ "product": null }),
            "{}",
            signer.algorithm()
        );
    }
}

#[tokio::test]
async fn a_secret_that_is_shared_with_the_issuer_signs_too() {
    let secret = "0123456789abcdef0123456789abcdef";
    let signer = Signer::Secret(secret.as_bytes().to_vec());
    let settings = [
        ("VITRINE_AUTH__JWT__KEY", secret),
        ("VITRINE_AUTH__JWT__ALGORITHMS", "HS256"),
    ];
    let test = server(&settings).await;
    let good = signer.token(json!({}), &claims(&test.database, json!({})));
    assert_eq!(
        test.with_key(&good).run(TYPENAME).await.status,
        StatusCode::OK
    );
    let other = Signer::Secret(b"another secret of thirty-two bytes".to_vec());
    let forged = other.token(json!({}), &claims(&test.database, json!({})));
    refused(
        &test.with_key(&forged).run(TYPENAME).await,
        "signature is wrong",
    );
}

#[tokio::test]
async fn the_issuer_may_say_itself_where_its_keys_are() {
    let signer = Signer::ed();
    let issuer = Issuer::new(vec![signer.jwk("a")]).await;
    let settings = [
        ("VITRINE_AUTH__JWT__ISSUER", &*issuer.address),
        ("VITRINE_AUTH__JWT__DISCOVERY", "true"),
        ("VITRINE_AUTH__JWT__ALGORITHMS", "EdDSA"),
    ];
    let test = server(&settings).await;
    let own = claims(&test.database, json!({ "iss": issuer.address }));
    let reply = test
        .with_key(&signer.token(json!({ "kid": "a" }), &own))
        .run(TYPENAME)
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
}

#[tokio::test]
async fn what_is_forged_or_does_not_hold_is_refused() {
    let (signer, forger) = (Signer::rsa(), Signer::ed());
    let issuer = Issuer::new(vec![signer.jwk("a")]).await;
    let test = server_of(&issuer, "RS256", &[]).await;
    let now = test.database.now().timestamp();
    let token =
        |header: Value, changes: Value| signer.token(header, &claims(&test.database, changes));
    let kid = || json!({ "kid": "a" });
    let good = token(kid(), json!({ "role": "admin" }));
    assert_eq!(
        test.with_key(&good).run(TYPENAME).await.status,
        StatusCode::OK
    );

    // The public key taken for a secret, in each form in which it can be had.
    let Signer::Rsa(pair) = &signer else {
        unreachable!()
    };
    let public = pair.public_key().as_ref().to_vec();
    let jwk = signer.jwk("a").to_string().into_bytes();
    let modulus = BASE64
        .decode(signer.jwk("a")["n"].as_str().unwrap())
        .unwrap();
    let admin = claims(&test.database, json!({ "role": "admin" }));
    let confused = [public, jwk, modulus].map(|bytes| Signer::Secret(bytes).token(kid(), &admin));
    for confused in &confused {
        refused(
            &test.with_key(confused).run(TYPENAME).await,
            "a way that is not taken",
        );
    }

    let (head, tail) = good.split_once('.').unwrap();
    let (_, signature) = tail.split_once('.').unwrap();
    let other =
        BASE64.encode(claims(&test.database, json!({ "role": "admin", "sub": "eve" })).to_string());
    for (token, why) in [
        (format!("{head}.{other}.{signature}"), "signature is wrong"),
        (format!("{head}.{tail}x"), "signature is wrong"),
        (
            good.trim_end_matches(signature).to_owned(),
            "signature is wrong",
        ),
        (
            Signer::Nobody.token(kid(), &admin),
            "a way that is not taken",
        ),
        (
            Signer::Nobody.token(json!({ "alg": "None", "kid": "a" }), &admin),
            "a way that is not taken",
        ),
        (
            Signer::Nobody.token(json!({ "alg": "RS256", "kid": "a" }), &admin),
            "signature is wrong",
        ),
        (
            forger.token(json!({ "kid": "a" }), &admin),
            "a way that is not taken",
        ),
        (
            forger.token(json!({ "alg": "RS256", "kid": "a" }), &admin),
            "signature is wrong",
        ),
        (
            signer.token(json!({ "alg": "RS512", "kid": "a" }), &admin),
            "a way that is not taken",
        ),
        (
            token(json!({ "kid": "a", "crit": ["exp"] }), json!({})),
            "critical extensions",
        ),
        (
            token(json!({ "kid": "a", "typ": "logout+jwt" }), json!({})),
            "another type",
        ),
        (
            token(json!({ "kid": "b" }), json!({})),
            "none of its issuer's",
        ),
        (
            token(json!({ "kid": "b", "jwk": signer.jwk("b") }), json!({})),
            "none of its issuer's",
        ),
        (token(kid(), json!({ "exp": now - 60 })), "has expired"),
        (token(kid(), json!({ "exp": null })), "no exp"),
        (token(kid(), json!({ "exp": "never" })), "no exp"),
        (
            token(kid(), json!({ "nbf": now + 3_600 })),
            "does not hold yet",
        ),
        (token(kid(), json!({ "nbf": null })), "no nbf"),
        (
            token(kid(), json!({ "iat": now + 3_600 })),
            "does not hold yet",
        ),
        (
            token(kid(), json!({ "iss": "https://evil.example" })),
            "another issuer",
        ),
        (token(kid(), json!({ "iss": null })), "no iss"),
        (
            token(kid(), json!({ "aud": "another" })),
            "another audience",
        ),
        (
            token(kid(), json!({ "aud": ["another", "vitrine "] })),
            "another audience",
        ),
        (token(kid(), json!({ "aud": null })), "no aud"),
        (String::from("a.b.c"), "not a signed JWT"),
        (format!("{good}.{good}"), "not a signed JWT"),
        (format!("{good}{}", "A".repeat(9_000)), "not a signed JWT"),
    ] {
        let reply = test.with_key(&token).run(TYPENAME).await;
        refused(&reply, why);
        assert!(
            !reply.text().contains("evil") && !reply.text().contains(&token),
            "{}",
            reply.text()
        );
    }
    assert_eq!(
        test.with_key(&good).run(TYPENAME).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn where_no_issuer_is_configured_a_token_is_an_unknown_key() {
    let test = TestApp::on(TestDatabase::sqlite().await).await;
    let token = Signer::ed().token(json!({}), &claims(&test.database, json!({})));
    let reply = test.with_key(&token).run(TYPENAME).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert_eq!(reply.header("www-authenticate"), "Bearer");
}

const PRICED: &str = r#"{"type":"location","code":"berlin","name":"Berlin"}
{"type":"channel","code":"de","name":"DE","currencies":["EUR"],"defaultCurrency":"EUR","locales":["en"],"defaultLocale":"en","locations":["berlin"]}
{"type":"channel","code":"at","name":"AT","currencies":["EUR"],"defaultCurrency":"EUR","locales":["en"],"defaultLocale":"en","locations":["berlin"]}
{"type":"customerGroup","code":"b2b","name":"Firms"}
{"type":"customerGroup","code":"vip","name":"Friends"}
{"type":"priceList","code":"firms","name":"Firms","currency":"EUR","customerGroups":["b2b"]}
{"type":"product","code":"mug","slug":"mug","name":"Mug","channels":["de","at"],"variants":[{"sku":"MUG","prices":[{"amount":"10.00","currency":"EUR"},{"amount":"7.00","priceList":"firms"}]}]}"#;

#[tokio::test]
async fn a_customers_token_has_their_group_and_channels_and_no_others() {
    let signer = Signer::p256();
    let issuer = Issuer::new(vec![signer.jwk("a")]).await;
    let test = server_of(&issuer, "ES256", &[]).await;
    test.import(PRICED).await;
    let price = |context: &str| {
        format!(
            r#"{{ productVariant(by: {{ sku: "MUG" }}{context}) {{ price {{ unit {{ amount }} }} }} }}"#
        )
    };
    let ask = async |changes: Value, context: &str| {
        let token = signer.token(json!({ "kid": "a" }), &claims(&test.database, changes));
        test.with_key(&token).run(&price(context)).await
    };
    let amount = |reply: &Reply| reply.data()["productVariant"]["price"]["unit"]["amount"].clone();

    assert_eq!(amount(&ask(json!({}), "").await), "10.00");
    assert_eq!(amount(&ask(json!({ "group": "b2b" }), "").await), "7.00");
    assert_eq!(
        amount(
            &ask(
                json!({ "group": "b2b" }),
                r#", context: { customerGroup: "b2b" }"#
            )
            .await
        ),
        "7.00"
    );
    assert_eq!(amount(&ask(json!({ "group": "gone" }), "").await), "10.00");
    for (own, named) in [
        (json!({ "group": "b2b" }), "vip"),
        (json!({ "group": "vip" }), "b2b"),
        (json!({}), "b2b"),
    ] {
        let reply = ask(
            own,
            &format!(r#", context: {{ customerGroup: "{named}" }}"#),
        )
        .await;
        assert_eq!(reply.error_codes(), ["FORBIDDEN"], "{}", reply.text());
    }
    let channels = json!({ "channels": ["de"] });
    assert_eq!(
        amount(&ask(channels.clone(), r#", context: { channel: "de" }"#).await),
        "10.00"
    );
    assert_eq!(
        ask(channels, r#", context: { channel: "at" }"#)
            .await
            .error_codes(),
        ["FORBIDDEN"]
    );
}

#[tokio::test]
async fn the_audit_names_the_subject_of_a_token() {
    let signer = Signer::ed();
    let issuer = Issuer::new(vec![signer.jwk("a")]).await;
    let test = server_of(
        &issuer,
        "EdDSA",
        &[("VITRINE_AUTH__JWT__ROLES", "boss=admin")],
    )
    .await;
    let staff = claims(&test.database, json!({ "sub": "ann-7", "role": "boss" }));
    let client = test.with_key(&signer.token(json!({ "kid": "a" }), &staff));
    let made = client
        .run(r#"mutation { categoryCreate(input: { code: "hats", slug: "hats", name: "Hats" }) { userErrors { message } } }"#)
        .await;
    assert_eq!(made.data()["categoryCreate"]["userErrors"], json!([]));
    let log = client
        .run("{ auditLog(first: 1) { nodes { actor code } } }")
        .await;
    assert_eq!(
        log.data()["auditLog"]["nodes"],
        json!([{ "actor": "token:ann-7", "code": "hats" }])
    );
}

#[tokio::test]
async fn a_storm_of_unknown_keys_asks_the_issuer_once_a_second_at_most() {
    let signer = Signer::ed();
    let issuer = Issuer::new(vec![signer.jwk("a")]).await;
    let test = server_of(&issuer, "EdDSA", &[]).await;
    let began = Instant::now();
    let storm = (0..200).map(|number| {
        let header = json!({ "kid": format!("storm-{number}") });
        let client = test.with_key(&signer.token(header, &claims(&test.database, json!({}))));
        async move { client.run(TYPENAME).await }
    });
    for reply in futures_util::future::join_all(storm).await {
        refused(&reply, "none of its issuer's");
    }
    let most = usize::try_from(began.elapsed().as_secs()).unwrap() + 1;
    let asked = issuer.asked();
    assert!(
        (1..=most).contains(&asked),
        "asked {asked} times in {:?}",
        began.elapsed()
    );
    let known = signer.token(json!({ "kid": "a" }), &claims(&test.database, json!({})));
    assert_eq!(
        test.with_key(&known).run(TYPENAME).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn new_keys_are_found_withdrawn_ones_dropped_and_an_issuer_that_is_away_is_borne() {
    let (old, new) = (Signer::ed(), Signer::ed());
    let issuer = Issuer::new(vec![old.jwk("old")]).await;
    issuer.go_away(true);
    let test = server_of(
        &issuer,
        "EdDSA",
        &[("VITRINE_AUTH__JWT__KEYS_SECONDS", "1")],
    )
    .await;
    let client = |signer: &Signer, kid: &str| {
        test.with_key(&signer.token(json!({ "kid": kid }), &claims(&test.database, json!({}))))
    };
    let (by_old, by_new) = (client(&old, "old"), client(&new, "new"));

    // Nothing is known yet: the token can't be checked, which is not the client's fault.
    let reply = by_old.run(TYPENAME).await;
    assert_eq!(
        reply.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        reply.text()
    );
    assert_eq!(reply.error_codes(), ["SERVICE_UNAVAILABLE"]);

    issuer.go_away(false);
    until("its keys are not found", async || {
        by_old.run(TYPENAME).await.status == StatusCode::OK
    })
    .await;
    refused(&by_new.run(TYPENAME).await, "none of its issuer's");

    issuer.publish(vec![old.jwk("old"), new.jwk("new")]);
    until("the new key is not found", async || {
        by_new.run(TYPENAME).await.status == StatusCode::OK
    })
    .await;

    // Away for longer than the keys are kept: they go on.
    issuer.go_away(true);
    let asked = issuer.asked();
    until("it is not asked again", async || {
        assert_eq!(by_old.run(TYPENAME).await.status, StatusCode::OK);
        issuer.asked() > asked
    })
    .await;
    assert_eq!(by_old.run(TYPENAME).await.status, StatusCode::OK);

    issuer.go_away(false);
    issuer.publish(vec![new.jwk("new")]);
    until("the withdrawn key is taken", async || {
        by_old.run(TYPENAME).await.status == StatusCode::UNAUTHORIZED
    })
    .await;
    assert_eq!(by_new.run(TYPENAME).await.status, StatusCode::OK);
}

#[tokio::test]
async fn settings_that_do_not_fit_together_are_said_at_the_start() {
    let issuer = ("VITRINE_AUTH__JWT__ISSUER", ISSUER);
    let audience = ("VITRINE_AUTH__JWT__AUDIENCE", AUDIENCE);
    let algorithms = |names| ("VITRINE_AUTH__JWT__ALGORITHMS", names);
    let key = |key| ("VITRINE_AUTH__JWT__KEY", key);
    let keys = ("VITRINE_AUTH__JWT__JWKS_URL", "https://id.example/keys");
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
    for (settings, why) in [
        (vec![audience], "no `issuer`"),
        (vec![issuer, algorithms("EdDSA"), keys], "no `audience`"),
        (vec![issuer, audience, keys], "no `algorithms`"),
        (
            vec![issuer, audience, algorithms("EdDSA")],
            "there is no key",
        ),
        (
            vec![issuer, audience, algorithms("HS256"), keys],
            "are no secrets",
        ),
        (
            vec![issuer, audience, algorithms("HS256"), key("short")],
            "fewer than 32 bytes",
        ),
        (
            vec![issuer, audience, algorithms("HS256"), key(pem)],
            "is a public key",
        ),
        (
            vec![issuer, audience, algorithms("RS256"), key(pem)],
            "no public key for RS256",
        ),
        (
            vec![issuer, audience, algorithms("EdDSA,RS256"), key(pem)],
            "for one algorithm",
        ),
        (
            vec![issuer, audience, algorithms("EdDSA"), key(pem), keys],
            "set one of them",
        ),
    ] {
        let database = TestDatabase::sqlite().await;
        let folder = tempfile::tempdir().unwrap();
        let data_dir = ("VITRINE_DATA_DIR", folder.path().to_str().unwrap());
        let settings: Vec<(&str, &str)> = settings.into_iter().chain([data_dir]).collect();
        let config = crate::support::app::config(&database, &settings);
        let Err(error) = server::build_app_with(&config, database.setup()).await else {
            panic!("{why}");
        };
        let told = format!("{error:#}");
        assert!(told.contains(why), "{why}: {told}");
        assert!(!told.contains("short"), "{told}");
    }
}
