//! The contract, held by Elasticsearch: generations are indexes, their roles are aliases.

use std::{
    sync::PoisonError,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use domain::{
    clock::Timestamp,
    id::ProductId,
    outcome::{Fault, FaultKind},
};
use elasticsearch::http::Method;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Elasticsearch,
    mapping::{self, DELETED, PRODUCT, STATE, id_text},
};
use crate::{
    document::{ContentHash, Revision},
    health::{Health, chain},
    hits::{Generation, IndexState, Position},
    index::{Change, Entry, ProductIndex, Target},
    plan::{Outcome, Plan, TextField},
    text::{NearWord, most_typos},
};

/// How long a known state may be told as what an answer reflects: it only becomes later.
const STATE_IS_RECENT: Duration = Duration::from_millis(200);

/// A state, and when it was read.
pub(super) struct Known(IndexState, Instant);

/// The indexes that have a role, and the greatest generation there is.
#[derive(Debug, Default)]
struct Roles {
    live: Option<String>,
    aside: Option<String>,
    previous: Option<String>,
    last: u64,
}

impl Elasticsearch {
    async fn roles(&self) -> Result<Roles, Fault> {
        let doing = "asking which search index is live";
        let path = format!("/{}/_alias", self.names.all());
        let answer = self.ask(doing, Method::Get, &path, &[], None).await?;
        let mut roles = Roles::default();
        for (index, aliases) in answer.as_object().into_iter().flatten() {
            let Some(generation) = self.names.generation(index) else {
                continue;
            };
            roles.last = roles.last.max(generation);
            let has = |alias: &String| aliases["aliases"].get(alias).is_some();
            let role = if has(&self.names.live) {
                &mut roles.live
            } else if has(&self.names.aside) {
                &mut roles.aside
            } else if has(&self.names.previous) {
                &mut roles.previous
            } else {
                continue;
            };
            *role = Some(index.clone());
        }
        Ok(roles)
    }

    /// What the index of an alias reflects. None: there is no such index.
    async fn state_of(&self, alias: &str) -> Result<Option<IndexState>, Fault> {
        let doing = "reading the state of the search index";
        let path = format!("/{alias}/_doc/{STATE}");
        let answer = self.send(doing, Method::Get, &path, &[], None).await?;
        if answer.status == 404 {
            if answer.body.get("found").is_none() {
                return Ok(None);
            }
        } else if answer.status >= 300 {
            return answer.good(doing).map(|_| None);
        }
        let index = answer.body["_index"].as_str().unwrap_or_default();
        let source = &answer.body["_source"];
        Ok(Some(IndexState {
            generation: Generation(self.names.generation(index).unwrap_or_default()),
            position: Position(source["position"].as_u64().unwrap_or_default()),
            indexed_at: source["indexed_at"]
                .as_i64()
                .and_then(chrono::DateTime::from_timestamp_micros),
        }))
    }

    /// What the live index reflects, as known a moment ago.
    pub(super) async fn recent_state(&self) -> Result<IndexState, Fault> {
        let known = || {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known
                .as_ref()
                .filter(|known| known.1.elapsed() < STATE_IS_RECENT)
                .map(|known| known.0)
        };
        if let Some(state) = known() {
            return Ok(state);
        }
        let state = self.state_of(&self.names.live).await?;
        let state = state.ok_or_else(|| {
            Fault::new(
                FaultKind::Unavailable,
                "using the search index",
                "there is no search index yet",
            )
        })?;
        self.know(Some(state));
        Ok(state)
    }

    fn know(&self, state: Option<IndexState>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) =
            state.map(|state| Known(state, Instant::now()));
    }

    fn alias(&self, target: Target) -> &str {
        match target {
            Target::Live => &self.names.live,
            Target::Aside => &self.names.aside,
        }
    }

    /// Makes an empty index with a role. Ok(false): somebody else made one of that number meanwhile.
    async fn create(&self, generation: u64, alias: &str) -> Result<bool, Fault> {
        let doing = "making a search index";
        let template = mapping::template(&self.names);
        let path = format!("/_index_template/{}", self.names.live);
        self.ask(doing, Method::Put, &path, &[], Some(&template))
            .await?;
        let mut aliases = Map::new();
        aliases.insert(alias.to_owned(), json!({}));
        let body = json!({ "aliases": aliases }).to_string();
        let path = format!("/{}", self.names.index(generation));
        let answer = self
            .send(doing, Method::Put, &path, &[], Some(body))
            .await?;
        if answer.error_type() == "resource_already_exists_exception" {
            return Ok(false);
        }
        answer.good(doing)?;
        Ok(true)
    }

    async fn delete(&self, index: &str) -> Result<(), Fault> {
        let doing = "deleting an old search index";
        let path = format!("/{index}");
        let answer = self.send(doing, Method::Delete, &path, &[], None).await?;
        if answer.status == 404 {
            return Ok(());
        }
        answer.good(doing).map(|_| ())
    }

    async fn change_aliases(&self, actions: Vec<Value>) -> Result<(), Fault> {
        let body = json!({ "actions": actions });
        let doing = "changing which search index is live";
        self.ask(doing, Method::Post, "/_aliases", &[], Some(&body))
            .await?;
        self.know(None);
        Ok(())
    }

    /// Deletes everything of this prefix: the indexes of all generations and their template.
    ///
    /// # Errors
    /// A fault where the engine can't be reached or refuses.
    pub async fn delete_everything(&self) -> Result<(), Fault> {
        let doing = "deleting the search index";
        // By their names, since an engine may refuse to delete by a pattern.
        let path = format!("/{}/_alias", self.names.all());
        let answer = self.ask(doing, Method::Get, &path, &[], None).await?;
        for index in answer
            .as_object()
            .into_iter()
            .flatten()
            .map(|(index, _)| index)
        {
            self.delete(index).await?;
        }
        let path = format!("/_index_template/{}", self.names.live);
        let answer = self.send(doing, Method::Delete, &path, &[], None).await?;
        if answer.status != 404 {
            answer.good(doing)?;
        }
        Ok(())
    }

    async fn refresh(&self, alias: &str) -> Result<(), Fault> {
        let path = format!("/{alias}/_refresh");
        let doing = "committing to the search index";
        self.ask(doing, Method::Post, &path, &[], None).await?;
        Ok(())
    }
}

#[async_trait]
impl ProductIndex for Elasticsearch {
    async fn health(&self) -> Health {
        match self.ping().await {
            Ok(version) => Health::Reachable { version },
            Err(fault) => Health::Unreachable {
                reason: chain(&fault),
            },
        }
    }

    async fn ensure(&self) -> Result<IndexState, Fault> {
        // A few servers that start at once may make it; one of them does.
        for _ in 0..3 {
            if let Some(state) = self.state_of(&self.names.live).await? {
                return Ok(state);
            }
            let roles = self.roles().await?;
            self.create(roles.last + 1, &self.names.live).await?;
        }
        let strange = "the search index was made, and isn't there";
        Err(Fault::new(
            FaultKind::Contended,
            "making a search index",
            strange,
        ))
    }

    async fn state(&self) -> Result<Option<IndexState>, Fault> {
        let state = self.state_of(&self.names.live).await?;
        self.know(state);
        Ok(state)
    }

    async fn aside(&self) -> Result<Option<IndexState>, Fault> {
        self.state_of(&self.names.aside).await
    }

    async fn previous(&self) -> Result<Option<IndexState>, Fault> {
        self.state_of(&self.names.previous).await
    }

    async fn apply(&self, target: Target, changes: Vec<Change>) -> Result<(), Fault> {
        self.write(self.alias(target), &changes).await
    }

    async fn commit(
        &self,
        target: Target,
        position: Position,
        at: Timestamp,
    ) -> Result<IndexState, Fault> {
        let alias = self.alias(target);
        self.refresh(alias).await?;
        let known = self.state_of(alias).await?.unwrap_or(IndexState {
            generation: Generation(0),
            position: Position(0),
            indexed_at: None,
        });
        let state = IndexState {
            generation: known.generation,
            position: position.max(known.position),
            indexed_at: Some(at),
        };
        let body = json!({
            "kind": STATE, "position": state.position.0, "indexed_at": at.timestamp_micros(),
        });
        let path = format!("/{alias}/_doc/{STATE}");
        let doing = "committing to the search index";
        let query = [("require_alias", "true")];
        self.ask(doing, Method::Put, &path, &query, Some(&body))
            .await?;
        if target == Target::Live {
            self.know(Some(state));
        }
        Ok(state)
    }

    async fn count(&self, target: Target) -> Result<u64, Fault> {
        let path = format!("/{}/_count", self.alias(target));
        let body = json!({ "query": { "term": { "kind": PRODUCT } } });
        let doing = "counting the search index";
        let answer = self
            .ask(doing, Method::Post, &path, &[], Some(&body))
            .await?;
        Ok(answer["count"].as_u64().unwrap_or_default())
    }

    async fn entries(
        &self,
        target: Target,
        after: Option<ProductId>,
        limit: usize,
    ) -> Result<Vec<Entry>, Fault> {
        let path = format!("/{}/_search", self.alias(target));
        let mut body = json!({
            "size": limit.min(10_000),
            "track_total_hits": false,
            "_source": false,
            "docvalue_fields": ["revision", "hash"],
            "query": { "bool": { "filter": [{ "term": { "kind": PRODUCT } }] } },
            "sort": [{ "id": "asc" }],
        });
        if let Some(after) = after {
            body["search_after"] = json!([id_text(after)]);
        }
        let doing = "walking through the search index";
        let answer = self
            .ask(doing, Method::Post, &path, &[], Some(&body))
            .await?;
        let hits = answer["hits"]["hits"].as_array();
        let entry = |hit: &Value| {
            Some(Entry {
                id: Uuid::try_parse(hit["_id"].as_str()?).ok()?.into(),
                revision: Revision(hit["fields"]["revision"][0].as_u64()?),
                hash: ContentHash(hit["fields"]["hash"][0].as_str()?.to_owned()),
            })
        };
        Ok(hits.into_iter().flatten().filter_map(entry).collect())
    }

    async fn begin_aside(&self) -> Result<IndexState, Fault> {
        for _ in 0..3 {
            if let Some(state) = self.aside().await? {
                return Ok(state);
            }
            let roles = self.roles().await?;
            self.create(roles.last + 1, &self.names.aside).await?;
        }
        let strange = "the search index was made, and isn't there";
        Err(Fault::new(
            FaultKind::Contended,
            "making a search index",
            strange,
        ))
    }

    async fn drop_aside(&self) -> Result<(), Fault> {
        match self.roles().await?.aside {
            Some(aside) => self.delete(&aside).await,
            None => Ok(()),
        }
    }

    async fn swap(&self) -> Result<IndexState, Fault> {
        let roles = self.roles().await?;
        let Some(aside) = roles.aside else {
            let missing = "no search index is being built";
            let doing = "changing which search index is live";
            return Err(Fault::new(FaultKind::Bug, doing, missing));
        };
        let mut actions = vec![
            json!({ "remove": { "index": aside, "alias": self.names.aside } }),
            json!({ "add": { "index": aside, "alias": self.names.live } }),
        ];
        if let Some(live) = &roles.live {
            actions.push(json!({ "remove": { "index": live, "alias": self.names.live } }));
            actions.push(json!({ "add": { "index": live, "alias": self.names.previous } }));
        }
        if let Some(previous) = &roles.previous {
            actions.push(json!({ "remove": { "index": previous, "alias": self.names.previous } }));
        }
        self.change_aliases(actions).await?;
        if let Some(previous) = &roles.previous {
            self.delete(previous).await?;
        }
        self.recent_state().await
    }

    async fn rollback(&self) -> Result<Option<IndexState>, Fault> {
        let roles = self.roles().await?;
        let Some(previous) = roles.previous else {
            return Ok(None);
        };
        let mut actions = vec![
            json!({ "remove": { "index": previous, "alias": self.names.previous } }),
            json!({ "add": { "index": previous, "alias": self.names.live } }),
        ];
        if let Some(live) = &roles.live {
            actions.push(json!({ "remove": { "index": live, "alias": self.names.live } }));
            actions.push(json!({ "add": { "index": live, "alias": self.names.previous } }));
        }
        self.change_aliases(actions).await?;
        self.recent_state().await.map(Some)
    }

    async fn forget_deletions(&self, target: Target, until: Revision) -> Result<(), Fault> {
        let path = format!("/{}/_delete_by_query", self.alias(target));
        let body = json!({ "query": { "bool": { "filter": [
            { "term": { "kind": DELETED } },
            { "range": { "revision": { "lte": until.0 } } },
        ] } } });
        let doing = "forgetting deletions in the search index";
        let query = [("conflicts", "proceed")];
        self.ask(doing, Method::Post, &path, &query, Some(&body))
            .await?;
        Ok(())
    }

    async fn run(&self, plan: &Plan) -> Result<Outcome, Fault> {
        self.run_plan(plan).await
    }

    async fn near(&self, locale: &str, words: &[String]) -> Result<Vec<Vec<NearWord>>, Fault> {
        let prefix_length = locale.chars().count() + 2; // The colon and the first letter.
        let mut suggest = Map::new();
        for (number, word) in words.iter().enumerate() {
            let most = most_typos(word);
            if most > 0 {
                suggest.insert(
                    number.to_string(),
                    json!({ "text": format!("{locale}:{word}"), "term": {
                        "field": format!("text.{}", TextField::Vocabulary.as_str()),
                        "suggest_mode": "missing",
                        "max_edits": most,
                        "prefix_length": prefix_length,
                        "min_word_length": 1,
                        "max_inspections": 100,
                        "size": 20,
                    } }),
                );
            }
        }
        if suggest.is_empty() {
            return Ok(vec![Vec::new(); words.len()]);
        }
        let path = format!("/{}/_search", self.names.live);
        let body = json!({ "size": 0, "suggest": suggest });
        let doing = "looking for near words";
        let answer = self
            .ask(doing, Method::Post, &path, &[], Some(&body))
            .await?;
        let beginning = format!("{locale}:");
        let near = |number: usize| -> Vec<NearWord> {
            let options = answer["suggest"][number.to_string()][0]["options"].as_array();
            let near = options.into_iter().flatten().filter_map(|option| {
                Some(NearWord {
                    word: option["text"]
                        .as_str()?
                        .strip_prefix(&beginning)?
                        .to_owned(),
                    products: option["freq"].as_u64()?,
                })
            });
            near.collect()
        };
        Ok((0..words.len()).map(near).collect())
    }
}
