//! The queries that GraphiQL opens with, and those of the sample's README, answer something on the sample.

use server::graphiql::SAVED_QUERIES;
use testkit::database::TestDatabase;

use crate::support::app::{SAMPLE, TestApp};

#[tokio::test]
async fn every_saved_query_answers_on_the_sample() {
    let app = TestApp::on(TestDatabase::sqlite().await).await;
    app.import(SAMPLE).await;
    let storefront = app.storefront();
    for (name, query) in SAVED_QUERIES {
        let data = storefront.run(query).await.data();
        let found = |(_, value): (&String, &serde_json::Value)| !value.is_null();
        assert!(
            data.as_object().unwrap().iter().all(found),
            "{name}: {data}"
        );
    }
}

#[tokio::test]
async fn the_queries_of_the_samples_readme_answer_an_admin() {
    let app = TestApp::on(TestDatabase::sqlite().await).await;
    app.import(SAMPLE).await;
    let admin = app.admin().await;
    let readme = include_str!("../../../../../samples/README.md");
    let queries: Vec<&str> = readme
        .split("```graphql\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert_eq!(queries.len(), 5);
    for query in queries {
        let data = admin.run(query).await.data();
        let found = |(_, value): (&String, &serde_json::Value)| !value.is_null();
        assert!(
            data.as_object().unwrap().iter().all(found),
            "{query}: {data}"
        );
        assert!(
            !data.to_string().contains(r#""nodes":[]"#),
            "{query}: {data}"
        );
    }
}
