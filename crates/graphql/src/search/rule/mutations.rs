//! The mutations of rules: each kind is set by its code, and deleted by it.

use async_graphql::{Context, MergedObject, Result};
use domain::text::Code;
use persistence::search::RuleBody;

use super::{
    SearchUserError,
    input::{Named, RuleInput, SearchRedirectInput, SearchRuleInput, SearchSynonymsInput, code},
    object::{SearchRedirect, SearchRule, SearchSynonyms, Shown, one},
};
use crate::{
    context::Asked as _,
    mutation::{Call, Change, Done, Refusal, RefusalCode, Stop, Work, mutation, payload},
};

/// All of them.
#[derive(Default, MergedObject)]
pub(crate) struct RuleMutation(
    SynonymsSet,
    SynonymsDelete,
    RuleSet,
    RuleDelete,
    RedirectSet,
    RedirectDelete,
);

payload! {
    /// What became of `searchSynonymsSet`.
    SearchSynonymsSetPayload(String, SearchUserError) {
        /// The synonyms. Null: they were not set, see `userErrors`.
        async fn synonyms(&self, ctx: &Context<'_>) -> Option<Result<SearchSynonyms>> {
            shown(ctx, &self.0).await
        }
    }
}

payload! {
    /// What became of `searchRuleSet`.
    SearchRuleSetPayload(String, SearchUserError) {
        /// The rule. Null: it was not set, see `userErrors`.
        async fn rule(&self, ctx: &Context<'_>) -> Option<Result<SearchRule>> {
            shown(ctx, &self.0).await
        }
    }
}

payload! {
    /// What became of `searchRedirectSet`.
    SearchRedirectSetPayload(String, SearchUserError) {
        /// The redirect. Null: it was not set, see `userErrors`.
        async fn redirect(&self, ctx: &Context<'_>) -> Option<Result<SearchRedirect>> {
            shown(ctx, &self.0).await
        }
    }
}

payload! {
    /// What became of `searchSynonymsDelete`.
    SearchSynonymsDeletePayload(String, SearchUserError) {
        /// The code that they had. Null: they were not deleted, see `userErrors`.
        async fn deleted_code(&self) -> Option<&str> {
            self.0.made().map(String::as_str)
        }
    }
}

payload! {
    /// What became of `searchRuleDelete`.
    SearchRuleDeletePayload(String, SearchUserError) {
        /// The code that it had. Null: it was not deleted, see `userErrors`.
        async fn deleted_code(&self) -> Option<&str> {
            self.0.made().map(String::as_str)
        }
    }
}

payload! {
    /// What became of `searchRedirectDelete`.
    SearchRedirectDeletePayload(String, SearchUserError) {
        /// The code that it had. Null: it was not deleted, see `userErrors`.
        async fn deleted_code(&self) -> Option<&str> {
            self.0.made().map(String::as_str)
        }
    }
}

mutation! {
    /// Makes synonyms, or replaces those with the same code. They act at once.
    SynonymsSet.search_synonyms_set(input: SearchSynonymsInput = "Which words mean the same.") -> SearchSynonymsSetPayload
}

mutation! {
    /// Deletes synonyms.
    SynonymsDelete.search_synonyms_delete(code: String = "Their code.") -> SearchSynonymsDeletePayload
}

mutation! {
    /// Makes a rule of what comes first and what counts for more or less, or replaces the one with the same code. It acts at
    /// once.
    RuleSet.search_rule_set(input: SearchRuleInput = "What it says.") -> SearchRuleSetPayload
}

mutation! {
    /// Deletes a rule.
    RuleDelete.search_rule_delete(code: String = "Its code.") -> SearchRuleDeletePayload
}

mutation! {
    /// Makes a redirect, or replaces the one with the same code. It acts at once.
    RedirectSet.search_redirect_set(input: SearchRedirectInput = "Where it leads.") -> SearchRedirectSetPayload
}

mutation! {
    /// Deletes a redirect.
    RedirectDelete.search_redirect_delete(code: String = "Its code.") -> SearchRedirectDeletePayload
}

/// What each mutation starts.
macro_rules! starts {
    ($($name:literal, $set:ident($input:ident) -> $set_payload:ident, $delete_name:literal, $delete:ident -> $delete_payload:ident;)+) => {$(
        impl $set {
            async fn start(ctx: &Context<'_>, call: Call, input: $input) -> Result<$set_payload> {
                call.run(ctx, Set { input }).await.map($set_payload)
            }
        }

        impl Mutated for Set<$input> {
            const MUTATION: &'static str = $name;
        }

        impl $delete {
            async fn start(ctx: &Context<'_>, call: Call, code: String) -> Result<$delete_payload> {
                let change = Delete::<<$input as RuleInput>::Body> { code, of: std::marker::PhantomData };
                call.run(ctx, change).await.map($delete_payload)
            }
        }

        impl Mutated for Delete<<$input as RuleInput>::Body> {
            const MUTATION: &'static str = $delete_name;
        }
    )+};
}

starts! {
    "searchSynonymsSet", SynonymsSet(SearchSynonymsInput) -> SearchSynonymsSetPayload,
        "searchSynonymsDelete", SynonymsDelete -> SearchSynonymsDeletePayload;
    "searchRuleSet", RuleSet(SearchRuleInput) -> SearchRuleSetPayload,
        "searchRuleDelete", RuleDelete -> SearchRuleDeletePayload;
    "searchRedirectSet", RedirectSet(SearchRedirectInput) -> SearchRedirectSetPayload,
        "searchRedirectDelete", RedirectDelete -> SearchRedirectDeletePayload;
}

/// The name of a change's mutation.
trait Mutated {
    const MUTATION: &'static str;
}

/// A rule that is made or replaced.
struct Set<I> {
    input: I,
}

/// A rule that goes.
struct Delete<B> {
    code: String,
    of: std::marker::PhantomData<fn() -> B>,
}

impl<I: RuleInput> Change for Set<I>
where
    Self: Mutated,
{
    const MUTATION: &'static str = <Self as Mutated>::MUTATION;
    type Made = String;

    async fn apply(&self, work: &mut Work) -> Result<String, Stop> {
        let (mut named, mut refusals) = (Named::default(), Vec::new());
        let code = code(self.input.code(), &["input", "code"], &mut refusals);
        let body = self.input.body(&mut named, &mut refusals);
        look_up(work, &named, &mut refusals).await?;
        match code {
            Some(code) if refusals.is_empty() => {
                let saved = work.transaction()?.save_search_rule(&code, &body).await;
                saved.map_err(|failure| Stop::about(&["input", "code"], failure))?;
                Ok(code.to_string())
            }
            _ => Err(Stop::Refused(refusals)),
        }
    }
}

impl<B: RuleBody + 'static> Change for Delete<B>
where
    Self: Mutated,
{
    const MUTATION: &'static str = <Self as Mutated>::MUTATION;
    type Made = String;

    async fn apply(&self, work: &mut Work) -> Result<String, Stop> {
        let missing = || {
            Stop::refused(
                RefusalCode::NotFound,
                &["code"],
                "There is none with this code.",
            )
        };
        let code = Code::parse(&self.code).map_err(|_| missing())?;
        let deleted = work.transaction()?.delete_search_rule::<B>(&code).await;
        if deleted.map_err(|failure| Stop::about(&["code"], failure))? {
            Ok(self.code.clone())
        } else {
            Err(missing())
        }
    }
}

/// Refuses what names something that does not exist.
async fn look_up(work: &mut Work, named: &Named, refusals: &mut Vec<Refusal>) -> Result<(), Stop> {
    let codes = |named: &[(Vec<String>, String)]| -> Vec<Code> {
        named
            .iter()
            .filter_map(|(_, code)| Code::parse(code).ok())
            .collect()
    };
    let transaction = work.transaction()?;
    let products = transaction.product_ids(&codes(&named.products)).await?;
    let categories = transaction.category_ids(&codes(&named.categories)).await?;
    let reference = transaction.reference();
    missing(&named.products, "product", refusals, |code| {
        products.contains_key(code)
    });
    missing(&named.categories, "category", refusals, |code| {
        categories.contains_key(code)
    });
    missing(&named.channels, "channel", refusals, |code| {
        reference.channels.by_code(code).is_some()
    });
    missing(
        &named.attributes,
        "filterable attribute",
        refusals,
        |code| {
            let known = reference.attributes.by_code(code);
            known.is_some_and(|entry| entry.value.filterable)
        },
    );
    Ok(())
}

/// Refuses those that are not there.
fn missing(
    named: &[(Vec<String>, String)],
    what: &str,
    refusals: &mut Vec<Refusal>,
    is_there: impl Fn(&str) -> bool,
) {
    for (field, code) in named.iter().filter(|(_, code)| !is_there(code)) {
        let steps: Vec<&str> = field.iter().map(String::as_str).collect();
        let message = format!("There is no {what} with the code \"{code}\".");
        refusals.push(Refusal::new(RefusalCode::NotFound, &steps, message));
    }
}

/// The rule that a payload shows.
async fn shown<S: Shown>(ctx: &Context<'_>, done: &Done<String>) -> Option<Result<S>> {
    let code = done.made()?;
    let rules = ctx.store_of(done.view()).search_rules().await;
    match rules {
        Ok(rules) => one(&rules, code),
        Err(fault) => Some(Err(ctx.report(&fault))),
    }
}
