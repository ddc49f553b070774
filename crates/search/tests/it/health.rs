use search::{Health, Index, SearchConfig};
use testkit::index::elasticsearch_address;

fn index(address: &str) -> Index {
    let nowhere = std::path::Path::new("/nonexistent");
    Index::open(&SearchConfig::parse(address).unwrap(), nowhere).unwrap()
}

#[tokio::test]
async fn a_running_elasticsearch_tells_its_version() {
    let Some(address) = elasticsearch_address() else {
        return;
    };
    let Health::Reachable { version } = index(&address).health().await else {
        panic!("not reachable")
    };
    assert_eq!(version.split('.').count(), 3, "{version}");
}

#[tokio::test]
async fn an_elasticsearch_that_is_away_is_reported_without_its_password() {
    // Nothing listens on port 1.
    let health = index("http://shop:s3cret@127.0.0.1:1").health().await;
    assert!(!health.is_good());
    let said = health.to_string();
    assert!(
        said.starts_with("degraded: asking the search index for a sign of life"),
        "{said}"
    );
    assert!(!said.contains("s3cret"), "{said}");
}

#[tokio::test]
async fn the_embedded_index_is_always_there() {
    assert_eq!(index("embedded").health().await, Health::Embedded);
}
