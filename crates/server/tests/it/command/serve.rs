use std::net::TcpListener;

use crate::support::{app::SAMPLE, program::Program, wire};

const PRODUCTS: &str = "/graphql?query=%7Bproducts%28first%3A1%2Ccontext%3A%7Bchannel%3A%22de%22%7D%29%7BtotalCount%7D%7D";

#[tokio::test]
async fn the_sample_is_served_and_sigterm_ends_the_server_in_order() {
    let program = Program::new();
    let server = program.serve(&["--sample"]);
    let products = wire::get(&server.address, PRODUCTS).await;
    assert!(
        products.contains("\"totalCount\":") && !products.contains("\"totalCount\":0"),
        "{products}"
    );
    assert!(
        wire::get(&server.address, "/readyz")
            .await
            .starts_with("HTTP/1.1 200")
    );

    let ran = server.terminate();
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(
        ran.out.contains("GraphiQL: http://127.0.0.1:"),
        "{}",
        ran.out
    );
    assert!(
        ran.err
            .contains("The sample catalogue was loaded: 118 records."),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("Set VITRINE_DEFAULT_CHANNEL"),
        "two channels and no default are worth a warning: {}",
        ran.err
    );
    assert!(
        ran.err.contains("all requests were answered"),
        "{}",
        ran.err
    );
}

#[tokio::test]
async fn a_store_that_holds_something_gets_no_sample() {
    let program = Program::new();
    program.file("one.jsonl", SAMPLE.lines().next().unwrap());
    assert_eq!(program.run(&["import", "one.jsonl"]).status, 0);
    let ran = program.serve(&["--sample"]).terminate();
    assert!(ran.err.contains("the sample was not loaded"), "{}", ran.err);
    let exported = program.run(&["export"]).out;
    assert_eq!(exported.lines().count(), 1, "{exported}");
}

#[tokio::test]
async fn the_log_is_json_where_nobody_looks_and_names_the_request() {
    let program = Program::new();
    let server = program.serve(&[]);
    wire::get(&server.address, "/nothing").await;
    let ran = server.terminate();
    let lines: Vec<serde_json::Value> = ran
        .err
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let line = lines
        .iter()
        .find(|line| line["http.status"] == 404)
        .unwrap_or_else(|| panic!("{}", ran.err));
    assert_eq!(line["request.id"].as_str().map(str::len), Some(16));
    assert!(ran.out.contains("The catalogue is empty."), "{}", ran.out);
}

#[test]
fn a_port_in_use_is_status_1_with_the_way_out() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let program = Program::new();
    let ran = program.run(&["serve", "--listen", &address]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains(&format!(
            "can't listen on {address}: another program listens there"
        )),
        "{}",
        ran.err
    );
    assert!(
        !program.folder().join("data").exists(),
        "nothing is made before the port is known to be free"
    );
}
