use std::ffi::OsString;

use search::SearchConfig;

use super::*;

fn layers(
    file: Option<&str>,
    environment: &[(&str, &str)],
    flags: Flags,
) -> (tempfile::TempDir, Layers) {
    let folder = tempfile::tempdir().unwrap();
    if let Some(text) = file {
        std::fs::write(folder.path().join("vitrine.toml"), text).unwrap();
    }
    let environment = environment
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect();
    let layers = Layers {
        file: None,
        folder: folder.path().to_owned(),
        environment,
        flags,
    };
    (folder, layers)
}

fn load(file: Option<&str>, environment: &[(&str, &str)]) -> Result<Config, String> {
    let (_folder, layers) = layers(file, environment, Flags::default());
    Config::load(&layers).map_err(|error| error.to_string())
}

fn refusal(file: Option<&str>, environment: &[(&str, &str)]) -> String {
    load(file, environment).expect_err("it should be refused")
}

#[test]
fn without_any_setting_everything_has_its_default() {
    let config = load(None, &[]).unwrap();
    assert_eq!(config.listen.as_str(), "127.0.0.1:8080");
    assert_eq!(config.database_url().as_str(), "sqlite://data/vitrine.db");
    assert_eq!(config.search_url, SearchConfig::Embedded);
    assert_eq!(config.default_locale.as_str(), "en");
    assert_eq!(config.default_channel, None);
    assert!(config.auto_migrate);
    assert_eq!(
        config.limits.of_front(&config.server),
        crate::front::Limits::default()
    );
    assert_eq!(config.caching.of_front(), crate::front::Keeping::default());
    assert_eq!(
        config.documents.of_front(),
        crate::front::PersistedRules::default()
    );
    assert_eq!(config.persisted_documents, None);
    assert!(config.cors.layer().is_none());
    assert!(
        config.server.shutdown_grace().as_secs() < 40,
        "compose ends the container after 40 s"
    );
}

#[test]
fn a_flag_beats_a_variable_which_beats_the_file_which_beats_the_default() {
    let file =
        "listen = \"127.0.0.1:1\"\n[limits]\ndepth = 7\ntokens = 8\n[log]\nfilter = \"warn\"";
    let variables = [
        ("VITRINE_LISTEN", "127.0.0.1:2"),
        ("VITRINE_LIMITS__DEPTH", "9"),
        ("VITRINE_LOG", "debug"),
    ];
    let flags = Flags {
        listen: Some(String::from("127.0.0.1:3")),
        ..Flags::default()
    };

    let listen = |file, variables: &[_], flags| {
        let (_folder, layers) = layers(file, variables, flags);
        Config::load(&layers).unwrap()
    };
    assert_eq!(
        listen(Some(file), &[], Flags::default()).listen.as_str(),
        "127.0.0.1:1"
    );
    assert_eq!(
        listen(Some(file), &variables, Flags::default())
            .listen
            .as_str(),
        "127.0.0.1:2"
    );
    let all = listen(Some(file), &variables, flags);
    assert_eq!(all.listen.as_str(), "127.0.0.1:3");
    assert_eq!(all.limits.of_front(&all.server).depth, 9);
    assert_eq!(all.limits.of_front(&all.server).tokens, 8);
    assert_eq!(all.log.filter, "debug");
}

#[test]
fn a_data_dir_moves_the_database_unless_that_has_an_address_of_its_own() {
    let moved = load(None, &[("VITRINE_DATA_DIR", "/var/lib/50% off?")]).unwrap();
    assert_eq!(
        moved.database_url().as_str(),
        "sqlite:///var/lib/50%25 off%3F/vitrine.db"
    );
    let own = [
        ("VITRINE_DATA_DIR", "/elsewhere"),
        ("VITRINE_DATABASE_URL", "sqlite://here.db"),
    ];
    assert_eq!(
        load(None, &own).unwrap().database_url().as_str(),
        "sqlite://here.db"
    );
}

#[test]
fn a_key_that_is_not_known_is_refused_with_its_place_and_the_known_ones() {
    let said = refusal(Some("databse_url = \"sqlite://a.db\""), &[]);
    assert!(said.contains("vitrine.toml: there is no setting `databse_url`. Known are: listen, data_dir, database_url,"), "{said}");
    let said = refusal(Some("[limits]\ndeep = 3"), &[]);
    assert!(
        said.contains(
            "vitrine.toml: there is no setting `deep` in [limits]. Known are: body_bytes,"
        ),
        "{said}"
    );
    let said = refusal(None, &[("VITRINE_LISTN", "127.0.0.1:1")]);
    assert!(
        said.starts_with("VITRINE_LISTN: there is no setting `listn`. Known are: listen,"),
        "{said}"
    );
}

#[test]
fn variables_of_tests_tools_and_the_build_are_no_settings() {
    let others = [
        ("VITRINE_TEST_POSTGRES", "x"),
        ("VITRINE_DEV_DIR", "x"),
        ("VITRINE_GRAPHIQL", "cdn"),
        ("PATH", "x"),
    ];
    load(None, &others).unwrap();
    load(None, &[("VITRINE_SEARCH_URL", "")]).unwrap();
}

#[test]
fn a_value_that_can_not_be_used_is_refused_in_words() {
    let said = |name, value| refusal(None, &[(name, value)]);
    assert_eq!(
        said("VITRINE_LISTEN", "8080"),
        "VITRINE_LISTEN: `listen`: `8080` is not an address to listen on; it is like 127.0.0.1:8080 or 0.0.0.0:8080"
    );
    assert_eq!(
        said("VITRINE_DATABASE_URL", "mysql://root:s3cret@db/shop"),
        "VITRINE_DATABASE_URL: `database_url`: it begins with `mysql://`; it may begin with sqlite:// or postgres://"
    );
    assert!(said("VITRINE_SEARCH_URL", "ftp://a").contains("begins with ftp://"));
    assert!(
        said("VITRINE_LIMITS__DEPTH", "deep")
            .starts_with("VITRINE_LIMITS__DEPTH: `limits.depth`: it must be ")
    );
    assert!(
        said("VITRINE_LIMITS__DEPTH", "0")
            .starts_with("VITRINE_LIMITS__DEPTH: `limits.depth`: it must be ")
    );
    assert!(
        said("VITRINE_LIMITS__NESTING", "32")
            .ends_with("`limits.nesting`: 32 is too much; at most 31")
    );
    assert!(
        said("VITRINE_AUTO_MIGRATE", "perhaps")
            .starts_with("VITRINE_AUTO_MIGRATE: `auto_migrate`: it must be ")
    );
    assert!(said("VITRINE_LOG__FORMAT", "xml").ends_with("`xml` is not one of auto, text, json."));
    assert!(said("VITRINE_LOG", "loud=very").contains("`loud=very` is no filter of the log"));
    assert!(
        said("VITRINE_DEFAULT_LOCALE", "e!")
            .starts_with("VITRINE_DEFAULT_LOCALE: `default_locale`: ")
    );
}

#[test]
fn a_code_of_digits_is_text_in_the_environment() {
    let config = load(None, &[("VITRINE_DEFAULT_CHANNEL", "007")]).unwrap();
    assert_eq!(config.default_channel.unwrap().as_str(), "007");
}

#[test]
fn truth_has_several_spellings_in_the_environment() {
    for (text, truth) in [
        ("false", false),
        ("0", false),
        ("no", false),
        ("true", true),
        ("1", true),
    ] {
        assert_eq!(
            load(None, &[("VITRINE_AUTO_MIGRATE", text)])
                .unwrap()
                .auto_migrate,
            truth,
            "{text}"
        );
    }
}

#[test]
fn a_file_that_was_asked_for_must_be_there() {
    let (_folder, mut layers) = layers(None, &[], Flags::default());
    layers.file = Some(PathBuf::from("other.toml"));
    let said = Config::load(&layers).unwrap_err().to_string();
    assert!(said.contains("other.toml: it can't be read"), "{said}");
}

#[test]
fn the_example_for_several_servers_is_a_configuration() {
    let config = load(
        Some(include_str!("../../../../config/scale-out.example.toml")),
        &[],
    )
    .unwrap();
    assert_eq!(config.listen.as_str(), "0.0.0.0:8080");
    assert!(config.database_url().as_str().starts_with("postgres://"));
    assert_eq!(config.search_url.to_string(), "http://127.0.0.1:9200/");
}

#[test]
fn no_password_is_ever_shown() {
    let variables = [
        (
            "VITRINE_DATABASE_URL",
            "postgres://shop:s3cret@db:5432/shop?password=s3cret",
        ),
        ("VITRINE_SEARCH_URL", "https://shop:s3cret@search:9200"),
        (
            "VITRINE_RATE_LIMITS__REDIS_URL",
            "rediss://shop:s3cret@redis:6379/1",
        ),
    ];
    let config = load(None, &variables).unwrap();
    assert_eq!(
        config.database_url().to_string(),
        "postgres://shop:***@db:5432/shop"
    );
    assert!(!format!("{config:?}").contains("s3cret"));
    let broken = [("VITRINE_RATE_LIMITS__REDIS_URL", "http://shop:s3cret@redis")];
    let said = refusal(None, &broken);
    assert!(
        said.starts_with(
            "VITRINE_RATE_LIMITS__REDIS_URL: `rate_limits.redis_url`: it can't be read"
        ) && !said.contains("s3cret"),
        "{said}"
    );
    for broken in [
        "s3cret",
        "s3cret://x",
        "postgres://me:s3cret@host:port/x",
        "postgres//me:s3cret@host",
    ] {
        let said = refusal(None, &[("VITRINE_DATABASE_URL", broken)]);
        assert!(broken == "s3cret://x" || !said.contains("s3cret"), "{said}");
    }
}
