use std::io::{Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde_json::json;

use super::ended;
use crate::support::app::{SAMPLE, TestApp};

pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

testkit::on_each_database! {
    async fn an_export_is_fetched_by_whoever_knows_its_address(database: TestDatabase) {
        let app = TestApp::on(database).await;
        app.import(SAMPLE).await;
        let admin = app.admin().await;
        let working = app.app.start_jobs();
        let asked = admin.run("mutation { catalogExport { job { id downloadUrl } userErrors { code } } }").await.data();
        let asked = &asked["catalogExport"]["job"];
        assert_eq!(asked["downloadUrl"], json!(null));
        let done = ended(&admin, &asked["id"]).await;
        assert_eq!((&done["state"], &done["records"]), (&json!("DONE"), &json!(SAMPLE.lines().count())), "{done}");

        let address = done["downloadUrl"].as_str().unwrap();
        let reply = app.storefront().get(address).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), "application/gzip");
        assert_eq!(reply.header("content-length"), reply.bytes.len().to_string());
        let mut feed = String::new();
        GzDecoder::new(&*reply.bytes).read_to_string(&mut feed).unwrap();
        assert_eq!(feed, SAMPLE);

        let other = app.storefront().get("/exports/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
        assert_eq!((other.status.as_u16(), other.json()["errors"][0]["extensions"]["code"].as_str()), (404, Some("NOT_FOUND")));
        working.stop().await;
    }
}
