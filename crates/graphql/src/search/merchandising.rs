//! The shop's rules in a search: which of them hold, and what they do.

use async_graphql::{Context, Result};
use domain::{
    catalog::{Scalar, ValueType},
    locale::Locale,
    reference::Reference,
    text::Code,
};
use persistence::search::{Occasion, SearchRules, Synonyms, Target, Weight};
use search::query::{
    AttributeMatch, Boost, Condition, Filter, Merchandising, SearchRequest, Synonym,
};

use crate::{buyer::View, context::Asked as _};

/// Adds the rules that hold to a search, and tells where the shop sends those who search so.
pub(super) async fn merchandised(
    ctx: &Context<'_>,
    mut request: SearchRequest,
    category: Option<&Code>,
    view: &View,
) -> Result<(SearchRequest, Option<String>)> {
    let rules = rules(ctx).await?;
    let occasion = Occasion {
        query: request.query.as_deref(),
        category,
        channel: &view.buyer.channel.code,
        locale: &request.context.locale,
        at: view.buyer.at,
    };
    let rankings: Vec<_> = rules
        .rankings
        .iter()
        .map(|rule| &rule.body)
        .filter(|ranking| ranking.when.holds(&occasion))
        .collect();
    let mut pinned: Vec<Code> = Vec::new();
    for code in rankings.iter().flat_map(|ranking| &ranking.pins) {
        let code = Code::trusted(code);
        if !pinned.contains(&code) {
            pinned.push(code);
        }
    }
    let ids = ctx.store().products().ids_by_codes(&pinned).await;
    let ids = ids.map_err(|fault| ctx.report(&fault))?;
    let redirect = rules
        .redirects
        .iter()
        .find(|rule| rule.body.when.holds(&occasion))
        .map(|rule| rule.body.url.clone());
    request.merchandising = Merchandising {
        synonyms: synonyms_of(&rules, &request.context.locale),
        pins: pinned
            .iter()
            .filter_map(|code| ids.get(code).copied())
            .collect(),
        boosts: rankings
            .iter()
            .flat_map(|ranking| &ranking.weights)
            .map(|weight| boost(weight, &view.reference))
            .collect(),
    };
    Ok((request, redirect))
}

/// The shop's synonyms of a locale.
pub(super) async fn synonyms(ctx: &Context<'_>, locale: &Locale) -> Result<Vec<Synonym>> {
    Ok(synonyms_of(&*rules(ctx).await?, locale))
}

async fn rules(ctx: &Context<'_>) -> Result<std::sync::Arc<SearchRules>> {
    let rules = ctx.store().search_rules_of_reference().await;
    rules.map_err(|fault| ctx.report(&fault))
}

/// The synonyms of a locale among a shop's rules.
#[must_use]
pub fn synonyms_of(rules: &SearchRules, locale: &Locale) -> Vec<Synonym> {
    let synonym = |synonyms: &Synonyms| match &synonyms.from {
        None => Synonym::TwoWay(synonyms.words.clone()),
        Some(from) => Synonym::OneWay {
            from: from.clone(),
            to: synonyms.words.clone(),
        },
    };
    let spoken = rules.synonyms.iter().map(|rule| &rule.body);
    spoken
        .filter(|synonyms| synonyms.speaks(locale))
        .map(synonym)
        .collect()
}

fn boost(weight: &Weight, reference: &Reference) -> Boost {
    let codes = |codes: &[String]| codes.iter().map(|code| Code::trusted(code)).collect();
    let condition = match &weight.target {
        Target::Products(products) => Condition::Code(codes(products)),
        Target::Brands(brands) => Condition::Brand(brands.clone()),
        Target::Category(category) => Condition::Category {
            codes: vec![Code::trusted(category)],
            include_descendants: true,
        },
        Target::Attribute { code, values } => {
            let known = reference.attributes.by_code(code);
            let value_type = known.map_or(ValueType::Text, |entry| entry.value.value_type);
            let values = values.iter().filter_map(|value| scalar(value, value_type));
            Condition::Attribute {
                code: Code::trusted(code),
                matches: AttributeMatch::AnyOf(values.collect()),
            }
        }
    };
    // A percentage is far below what an f32 counts exactly.
    let percent = u16::try_from(weight.percent).unwrap_or(u16::MAX);
    Boost {
        filter: Filter::Is(condition),
        factor: f32::from(percent) / 100.0,
    }
}

/// A value as filters spell it. None: it is none of this type, and nothing has it.
fn scalar(text: &str, value_type: ValueType) -> Option<Scalar> {
    Some(match value_type {
        ValueType::Text => Scalar::Text(text.to_owned()),
        ValueType::Enum => Scalar::Enum(Code::trusted(text)),
        ValueType::Boolean => Scalar::Boolean(text.parse().ok()?),
        ValueType::Date => Scalar::Date(text.parse().ok()?),
        ValueType::Number => Scalar::Number(text.parse().ok()?),
    })
}
