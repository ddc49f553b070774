use testkit::database::TestDatabase;

use crate::support::app::TestApp;

#[tokio::test]
async fn a_configured_limit_is_the_front_doors() {
    let test = TestApp::with(
        TestDatabase::sqlite().await,
        &[("VITRINE_LIMITS__ALIASES", "2")],
    )
    .await;
    let client = test.storefront();
    assert_eq!(
        client.run("{ a: __typename b: __typename }").await.data()["b"],
        "Query"
    );
    assert_eq!(
        client
            .run("{ a: __typename b: __typename c: __typename }")
            .await
            .error_codes(),
        ["TOO_MANY_ALIASES"]
    );
}
