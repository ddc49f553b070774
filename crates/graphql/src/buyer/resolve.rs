//! From what a request says of the buyer to a [`Buyer`] with every default filled in.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::Result;
use chrono::SubsecRound;
use domain::{
    buyer::Buyer,
    channel::Channel,
    clock::Timestamp,
    id::ChannelId,
    locale::Locale,
    pricing::Currency,
    reference::{Entry, Reference},
    text::Code,
};
use uuid::Uuid;

use super::BuyerContext;
use crate::{
    error::{ErrorCode, refuse},
    viewer::{Viewer, bound_to_others},
};

/// What holds where neither the request nor the channel says anything.
#[derive(Clone, Debug)]
pub(crate) struct Defaults {
    /// The configured channel. None: none is configured.
    pub(crate) channel: Option<Code>,
    /// The locale of the catalogue's plain texts.
    pub(crate) locale: Locale,
}

/// Fills in the defaults, and refuses what the viewer may not say.
pub(crate) fn resolve(
    asked: BuyerContext,
    viewer: &Viewer,
    reference: &Reference,
    defaults: &Defaults,
    now: Timestamp,
) -> Result<Buyer> {
    let channel = channel(asked.channel.as_deref(), viewer, reference, defaults)?;
    let customer_group = customer_group(asked.customer_group.as_deref(), viewer, reference)?;
    let at = match asked.at {
        None => now,
        Some(at) if viewer.may_choose_time() => at.0.trunc_subsecs(6),
        Some(_) => {
            return Err(refuse(
                ErrorCode::Forbidden,
                "This key may not choose the context's time (`at`).",
            ));
        }
    };
    let (channel_id, channel) = match channel {
        Some(entry) => (entry.id, Arc::clone(&entry.value)),
        None => (
            ChannelId(Uuid::nil()),
            Arc::new(no_channel(&defaults.locale)),
        ),
    };
    Ok(Buyer {
        channel_id,
        currency: asked
            .currency
            .map_or(channel.default_currency, |currency| currency.0),
        country: asked.country.map(|country| country.0).or(channel.country),
        locales: chain(
            asked.locale.map(|locale| locale.0).as_ref(),
            &channel.default_locale,
            &defaults.locale,
        ),
        customer_group,
        at,
        sees_unpublished: viewer.sees_unpublished(),
        channel,
    })
}

/// As asked, else the key's, else the configured one, else the first that the key is bound to, else the first by code. None: there is
/// no channel at all.
fn channel<'r>(
    asked: Option<&str>,
    viewer: &Viewer,
    reference: &'r Reference,
    defaults: &Defaults,
) -> Result<Option<&'r Entry<ChannelId, Channel>>> {
    if let Some(code) = asked {
        if !viewer.may_name_channel(code) {
            return Err(refuse(ErrorCode::Forbidden, bound_to_others(code)));
        }
        let known = reference.channels.by_code(code);
        let unknown = || {
            refuse(
                ErrorCode::UnknownChannel,
                format!("There is no channel with the code {code:?}."),
            )
        };
        return known.map(Some).ok_or_else(unknown);
    }
    let preferred = [&viewer.channel, &defaults.channel].into_iter().flatten();
    let bound_to = viewer.channels.as_deref();
    let known = preferred
        .filter(|code| viewer.may_name_channel(code))
        .chain(bound_to.unwrap_or_default())
        .find_map(|code| reference.channels.by_code(code));
    if known.is_none() && bound_to.is_some() {
        let message = "None of the channels that your key is bound to exists.";
        return Err(refuse(ErrorCode::UnknownChannel, message));
    }
    Ok(known.or_else(|| {
        reference
            .channels
            .iter()
            .min_by(|one, other| one.value.code.cmp(&other.value.code))
    }))
}

fn customer_group(
    asked: Option<&str>,
    viewer: &Viewer,
    reference: &Reference,
) -> Result<Option<Code>> {
    let own = viewer.customer_group.as_ref();
    let Some(code) = asked else {
        // A token may name a group that is not kept here: its holder is of none.
        let known = own.and_then(|code| reference.customer_groups.by_code(code));
        return Ok(known.map(|group| group.value.code.clone()));
    };
    let is_own = own.is_some_and(|own| **own == *code);
    if !is_own && !viewer.may_name_customer_group() {
        return Err(refuse(
            ErrorCode::Forbidden,
            "This key may not name the context's `customerGroup`.",
        ));
    }
    match reference.customer_groups.by_code(code) {
        Some(group) => Ok(Some(group.value.code.clone())),
        None => Err(refuse(
            ErrorCode::BadUserInput,
            format!("There is no customer group with the code {code:?}."),
        )),
    }
}

/// The asked locale with its parents, then the channel's with its parents, up to the catalogue's own locale: what
/// would come after that is never reached, since every plain text is in it.
fn chain(asked: Option<&Locale>, of_channel: &Locale, of_catalogue: &Locale) -> Vec<Locale> {
    let mut chain: Vec<Locale> = Vec::new();
    let wanted = asked
        .into_iter()
        .chain([of_channel])
        .flat_map(Locale::fallbacks);
    for locale in wanted.take_while(|locale| locale != of_catalogue) {
        if !chain.contains(&locale) {
            chain.push(locale);
        }
    }
    chain
}

/// Stands in where the store has no channel yet: categories can be browsed, nothing is published or for sale.
fn no_channel(locale: &Locale) -> Channel {
    Channel {
        code: Code::trusted(""),
        name: String::new(),
        currencies: Vec::new(),
        default_currency: Currency::parse("EUR").expect("EUR is a currency"),
        locales: vec![locale.clone()],
        default_locale: locale.clone(),
        country: None,
        prices_include_tax: true,
        tax_rates: BTreeMap::new(),
        country_tax_rates: BTreeMap::new(),
        tax_class_names: BTreeMap::new(),
        locations: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locales(asked: &str, of_channel: &str) -> Vec<String> {
        let locale = |text| Locale::parse(text).unwrap();
        let asked = (!asked.is_empty()).then(|| locale(asked));
        let chain = chain(asked.as_ref(), &locale(of_channel), &locale("en"));
        chain.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_locale_falls_back_to_its_parents_and_then_to_the_channels() {
        assert_eq!(locales("de-AT", "fr-FR"), ["de-AT", "de", "fr-FR", "fr"]);
        assert_eq!(locales("de-AT", "de-DE"), ["de-AT", "de", "de-DE"]);
        assert_eq!(locales("", "de-DE"), ["de-DE", "de"]);
    }

    #[test]
    fn whoever_reads_the_catalogues_own_locale_gets_no_translation() {
        assert_eq!(locales("en", "de-DE"), Vec::<String>::new());
        assert_eq!(locales("en-GB", "de-DE"), ["en-GB"]);
    }
}
