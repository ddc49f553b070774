//! Writing many changes at once.

use domain::outcome::Fault;
use elasticsearch::http::Method;
use serde_json::{Value, json};

use super::{Elasticsearch, mapping, request::refusal};
use crate::{index::Change, indexed::Indexed};

/// About how large the body of one request becomes, in bytes.
const BODY: usize = 5 << 20;

/// Another document of the same product is newer: nothing to do.
const CONFLICT: u64 = 409;

impl Elasticsearch {
    /// Writes changes to an alias, each under its revision.
    pub(super) async fn write(&self, alias: &str, changes: &[Change]) -> Result<(), Fault> {
        let mut body = String::new();
        for change in changes {
            append(&mut body, change);
            if body.len() >= BODY {
                self.write_body(alias, std::mem::take(&mut body)).await?;
            }
        }
        if body.is_empty() {
            return Ok(());
        }
        self.write_body(alias, body).await
    }

    async fn write_body(&self, alias: &str, body: String) -> Result<(), Fault> {
        let doing = "writing to the search index";
        let path = format!("/{alias}/_bulk");
        let query = [
            // Without it a lost alias would become an index that is none of ours.
            ("require_alias", "true"),
            ("filter_path", "errors,items.*.status,items.*.error"),
        ];
        let answer = self
            .send(doing, Method::Post, &path, &query, Some(body))
            .await?
            .good(doing)?;
        if answer["errors"] != true {
            return Ok(());
        }
        let items = answer["items"].as_array().map_or(&[][..], Vec::as_slice);
        for item in items.iter().map(|item| &item["index"]) {
            let status = item["status"].as_u64().unwrap_or_default();
            if status >= 300 && status != CONFLICT {
                let status = u16::try_from(status).unwrap_or(500);
                return Err(refusal(doing, status, &item["error"].to_string()));
            }
        }
        Ok(())
    }
}

fn append(body: &mut String, change: &Change) {
    let (id, revision, document): (_, _, Value) = match change {
        Change::Upsert(document) => (
            document.id,
            document.revision,
            mapping::document(&Indexed::of(document)),
        ),
        Change::Delete { id, revision } => (*id, *revision, mapping::deletion(*id, *revision)),
    };
    let action = json!({ "index": {
        "_id": mapping::id_text(id),
        "version": revision.0,
        "version_type": "external_gte",
    } });
    body.push_str(&action.to_string());
    body.push('\n');
    body.push_str(&document.to_string());
    body.push('\n');
}
