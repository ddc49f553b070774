use serde_json::json;

use super::{ended, import, job, many, wait_for};
use crate::support::app::{SAMPLE, TestApp};

const BAD: &str = "{\"type\":\"location\",\"code\":\"a\",\"name\":\"A\"}\n{\"type\":\"location\",\"code\":\"b\"}\n";

testkit::on_each_database! {
    async fn a_file_is_imported_whole_and_the_job_tells_what_became_of_it(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let asked = import(&admin, "sample.jsonl", SAMPLE.as_bytes(), json!({})).await;
        assert_eq!(asked["userErrors"], json!([]));
        assert_eq!(asked["job"]["state"], "QUEUED");
        assert_eq!(asked["job"]["file"], json!({"name": "sample.jsonl", "size": SAMPLE.len()}));
        let working = app.app.start_jobs();
        let done = ended(&admin, &asked["job"]["id"]).await;
        assert_eq!((&done["state"], &done["applied"]), (&json!("DONE"), &json!(true)), "{done}");
        assert_eq!(done["actor"], "key:test");
        let records = SAMPLE.lines().count();
        assert_eq!(done["progress"], json!({"stage": "APPLYING", "done": records, "total": records}));
        let products = json!({"kind": "product", "created": 63, "updated": 0, "unchanged": 0, "refused": 0});
        assert!(done["counts"].as_array().unwrap().contains(&products), "{done}");
        assert_eq!(app.database.column("SELECT count(*) FROM audit WHERE actor <> 'key:test'").await, ["0"]);
        assert_eq!(app.database.column("SELECT count(*) FROM blob").await, ["0"], "the file is no longer kept");

        // Gzipped, and only to see.
        let asked = import(&admin, "sample.jsonl.gz", &crate::job::export::gzip(SAMPLE.as_bytes()), json!({"dry": true})).await;
        assert_eq!(asked["job"]["dryRun"], true);
        let done = ended(&admin, &asked["job"]["id"]).await;
        assert_eq!((&done["state"], &done["applied"]), (&json!("DONE"), &json!(false)));
        working.stop().await;
    }

    async fn what_is_wrong_with_a_file_is_told_by_line(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let working = app.app.start_jobs();
        let asked = import(&admin, "bad.jsonl", BAD.as_bytes(), json!({})).await;
        let refused = ended(&admin, &asked["job"]["id"]).await;
        assert_eq!((&refused["state"], &refused["applied"]), (&json!("REFUSED"), &json!(false)));
        assert_eq!(refused["issues"], json!([{"line": 2, "kind": "location", "key": "b", "field": "name", "message": "This field is needed to create it."}]));
        assert_eq!(app.database.column("SELECT count(*) FROM location").await, ["0"]);

        let asked = import(&admin, "bad.jsonl", BAD.as_bytes(), json!({"input": {"skipInvalid": true}})).await;
        let done = ended(&admin, &asked["job"]["id"]).await;
        assert_eq!((&done["state"], &done["applied"], &done["linesRefused"]), (&json!("DONE"), &json!(true), &json!(1)));
        assert_eq!(app.database.column("SELECT code FROM location").await, ["a"]);

        let csv = b"Handle,Title,Variant SKU,Variant Price,Note (product.metafields.custom.note)\nmug,Mug,M-1,12.005,x\n";
        let asked = import(&admin, "products.csv", csv, json!({"input": {"currency": "EUR"}})).await;
        let refused = ended(&admin, &asked["job"]["id"]).await;
        assert_eq!((&refused["issues"][0]["line"], &refused["issues"][0]["field"]), (&json!(2), &json!("Variant Price")), "{refused}");
        assert_eq!(refused["notices"][0]["message"], "Metafields are left out: Note (product.metafields.custom.note).");
        working.stop().await;
    }

    async fn an_empty_file_is_nothing_to_do(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let working = app.app.start_jobs();
        let asked = import(&admin, "empty.jsonl", b"", json!({})).await;
        assert_eq!(asked["userErrors"], json!([]));
        let done = ended(&admin, &asked["job"]["id"]).await;
        assert_eq!((&done["state"], &done["issues"]), (&json!("DONE"), &json!([])), "{done}");
        working.stop().await;
    }

    async fn a_key_begins_one_job_for_one_file(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let key = json!({"key": "once"});
        let first = import(&admin, "a.jsonl", BAD.as_bytes(), key.clone()).await;
        let again = import(&admin, "a.jsonl", BAD.as_bytes(), key.clone()).await;
        assert_eq!(first["job"]["id"], again["job"]["id"]);
        let other = import(&admin, "a.jsonl", b"{}", key).await;
        assert_eq!(other["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED", "{other}");
        assert_eq!(other["job"], json!(null));
        assert_eq!(app.database.column("SELECT count(*) FROM job").await, ["1"]);
        assert_eq!(app.database.column("SELECT count(*) FROM blob").await, ["1"], "files that nothing was made of are gone");
    }

    async fn jobs_are_for_admins(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let first = import(&admin, "a.jsonl", BAD.as_bytes(), json!({})).await;
        let second = import(&admin, "b.jsonl", BAD.as_bytes(), json!({})).await;
        let listed = admin.run("{ jobs(first: 1, kind: IMPORT, state: QUEUED) { totalCount nodes { id file { name } } pageInfo { hasNextPage } } }").await.data();
        assert_eq!(listed["jobs"], json!({"totalCount": 2, "nodes": [{"id": second["job"]["id"], "file": {"name": "b.jsonl"}}], "pageInfo": {"hasNextPage": true}}));
        let node = format!("{{ node(id: {}) {{ __typename id }} }}", first["job"]["id"]);
        assert_eq!(admin.run(&node).await.data()["node"]["__typename"], "Job");
        let storefront = app.storefront();
        assert_eq!(storefront.run(&node).await.data()["node"], json!(null));
        assert_eq!(storefront.run("{ jobs { totalCount } }").await.error_codes(), ["GRAPHQL_VALIDATION_FAILED"]);
    }

    async fn a_job_is_cancelled_while_it_waits_and_while_it_runs(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let cancel = async |id: &serde_json::Value| {
            let query = format!("mutation {{ jobCancel(id: {id}) {{ job {{ state }} userErrors {{ code field message }} }} }}");
            admin.run(&query).await.data()["jobCancel"].take()
        };
        let waits = import(&admin, "a.jsonl", BAD.as_bytes(), json!({})).await["job"]["id"].take();
        assert_eq!(cancel(&waits).await["job"]["state"], "CANCELLED");
        assert_eq!(app.database.column("SELECT count(*) FROM blob").await, ["0"]);
        let refused = cancel(&waits).await;
        assert_eq!(refused["userErrors"][0], json!({"code": "CONFLICT", "field": ["id"], "message": "The job has ended already: it is CANCELLED."}));

        let working = app.app.start_jobs();
        let runs = import(&admin, "many.jsonl", many(4_000).as_bytes(), json!({})).await["job"]["id"].take();
        wait_for(&admin, &runs, |job| job["progress"]["stage"] == "APPLYING").await;
        let cancelled = cancel(&runs).await;
        assert_eq!(cancelled["job"]["state"], "CANCELLED", "{cancelled}");
        let next = import(&admin, "a.jsonl", BAD.as_bytes(), json!({"input": {"skipInvalid": true}})).await["job"]["id"].take();
        assert_eq!(ended(&admin, &next).await["state"], "DONE");
        assert_eq!(job(&admin, &runs).await["state"], "CANCELLED");
        assert_eq!(app.database.column("SELECT count(*) FROM product").await, ["0"]);
        assert_eq!(app.database.column("SELECT count(*) FROM outbox").await, ["1"]);
        working.stop().await;
    }

    async fn a_job_of_a_server_that_ends_is_done_by_the_next(database: TestDatabase) {
        let app = TestApp::on(database).await;
        let admin = app.admin().await;
        let first = app.app.start_jobs();
        let id = import(&admin, "many.jsonl", many(3_000).as_bytes(), json!({})).await["job"]["id"].take();
        wait_for(&admin, &id, |job| job["progress"]["stage"] == "APPLYING").await;
        first.stop().await;
        assert_eq!(app.database.column("SELECT count(*) FROM product").await, ["0"]);
        assert_eq!(job(&admin, &id).await["state"], "QUEUED");
        let second = app.app.start_jobs();
        assert_eq!(ended(&admin, &id).await["state"], "DONE");
        assert_eq!(app.database.column("SELECT count(*) FROM product").await, ["3000"]);
        second.stop().await;
    }
}
