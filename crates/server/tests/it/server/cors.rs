use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use testkit::database::TestDatabase;

use crate::support::{app::TestApp, client::Reply};

const SHOP: &str = "https://shop.example";

async fn ask(app: &TestApp, method: Method, origin: &str) -> Reply {
    let mut request = Request::builder()
        .method(&method)
        .uri("/graphql")
        .header("origin", origin);
    request = if method == Method::OPTIONS {
        request
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "content-type,authorization",
            )
    } else {
        request.header("content-type", "application/json")
    };
    let body = Body::from(r#"{"query":"{ __typename }"}"#);
    app.storefront().send(request.body(body).unwrap()).await
}

#[tokio::test]
async fn no_other_sites_page_may_ask_unless_it_is_configured() {
    let app = TestApp::on(TestDatabase::sqlite().await).await;
    for method in [Method::OPTIONS, Method::POST] {
        let reply = ask(&app, method, SHOP).await;
        assert_eq!(reply.header("access-control-allow-origin"), "");
        assert_eq!(reply.header("access-control-allow-methods"), "");
    }
}

#[tokio::test]
async fn a_configured_sites_page_may_and_another_may_not() {
    let settings = [(
        "VITRINE_CORS__ORIGINS",
        "https://shop.example, https://b2b.example",
    )];
    let app = TestApp::with(TestDatabase::sqlite().await, &settings).await;
    let preflight = ask(&app, Method::OPTIONS, SHOP).await;
    assert_eq!(preflight.status, StatusCode::OK);
    assert_eq!(preflight.header("access-control-allow-origin"), SHOP);
    assert!(
        preflight
            .header("access-control-allow-methods")
            .contains("POST")
    );
    assert!(
        preflight
            .header("access-control-allow-headers")
            .contains("authorization")
    );
    assert_eq!(preflight.header("access-control-max-age"), "600");
    assert_eq!(preflight.header("access-control-allow-credentials"), "");

    let answer = ask(&app, Method::POST, SHOP).await;
    assert_eq!(answer.data()["__typename"], "Query");
    assert_eq!(answer.header("access-control-allow-origin"), SHOP);
    let varies = answer.headers.get_all("vary").iter();
    let varies: Vec<&str> = varies.map(|value| value.to_str().unwrap()).collect();
    assert!(varies.join(", ").contains("origin"), "{varies:?}");

    for method in [Method::OPTIONS, Method::POST] {
        let other = ask(&app, method, "https://evil.example").await;
        assert_eq!(other.header("access-control-allow-origin"), "");
    }
}
