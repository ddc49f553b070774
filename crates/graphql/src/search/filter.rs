//! `SearchFilter`, and the way back from the index's filter to one that a client can send.

mod shown;

use async_graphql::{Context, InputObject, Result};
use domain::{catalog, inventory, text::Code};
use futures_util::future::try_join_all;
use persistence::catalog::product::{self as listing, AttributeMatch as Listed};
use search::query::{AttributeMatch, Condition, Filter};

pub(crate) use shown::SearchFilterValue;

use super::sort::filterable;
use crate::{
    buyer::View,
    catalog::{
        attribute::AttributeFilter,
        product::{CategoryFilter, PriceFilter, ProductStatus, TimeFilter},
    },
    context::Asked as _,
    error::{ErrorCode, refuse},
    inventory::stock::StockStatus,
    node_id::{NodeType, decode_as},
    viewer::{is_admin, require},
};

/// Most conditions of one filter, however they are nested.
const CONDITIONS_MAX: usize = 200;

/// What found products must be like: all that is given must hold of one and the same variant, with what its product says
/// of itself. Red and M find no product that has a red L and a blue M. Where several values are given, one of them must
/// hold; an empty list lets nothing pass.
#[derive(Debug, Default, InputObject)]
pub(crate) struct SearchFilter {
    /// All of these must hold.
    and: Option<Vec<SearchFilter>>,
    /// One of these must hold.
    or: Option<Vec<SearchFilter>>,
    /// This must not hold.
    not: Option<Box<SearchFilter>>,
    /// Is one of the products with these ids.
    id: Option<Vec<async_graphql::ID>>,
    /// Is one of the products with these codes.
    code: Option<Vec<String>>,
    /// Is in one of these categories.
    category: Option<CategoryFilter>,
    /// Is of one of these brands, spelled exactly so.
    brand: Option<Vec<String>>,
    /// Has one of these statuses.
    #[graphql(visible = "is_admin")]
    status: Option<Vec<ProductStatus>>,
    /// Has all of these of its filterable attributes; an option of an attribute's name is that attribute, too.
    attributes: Option<Vec<AttributeFilter>>,
    /// Has all of these options.
    options: Option<Vec<OptionFilter>>,
    /// Has a unit price for one unit in this range.
    price: Option<PriceFilter>,
    /// Has one of these availabilities in the context's channel.
    availability: Option<Vec<StockStatus>>,
    /// Was last changed in this time.
    updated_at: Option<TimeFilter>,
}

/// What a variant must have of an option, such as its size.
#[derive(Debug, InputObject)]
pub(crate) struct OptionFilter {
    /// The option's name in the catalogue's default locale.
    name: String,
    /// One of these values, spelled as in the catalogue's default locale.
    #[graphql(name = "in")]
    one_of: Vec<String>,
}

impl SearchFilter {
    /// The index's filter. Refuses what doesn't exist, and what the viewer may not ask.
    pub(crate) async fn into_filter(self, ctx: &Context<'_>, view: &View) -> Result<Filter> {
        let mut conditions = 0;
        self.converted(ctx, view, &mut conditions).await
    }

    /// Boxed, since filters are nested; the document's own limits bound how deep.
    fn converted<'f>(
        self,
        ctx: &'f Context<'_>,
        view: &'f View,
        conditions: &'f mut usize,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Filter>> + Send + 'f>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for filter in self.and.into_iter().flatten() {
                all.push(filter.converted(ctx, view, conditions).await?);
            }
            if let Some(several) = self.or {
                let mut any = Vec::with_capacity(several.len());
                for filter in several {
                    any.push(filter.converted(ctx, view, conditions).await?);
                }
                all.push(Filter::Any(any));
            }
            if let Some(filter) = self.not {
                let inner = filter.converted(ctx, view, conditions).await?;
                all.push(Filter::Not(Box::new(inner)));
            }
            let own = Own {
                id: self.id,
                code: self.code,
                category: self.category,
                brand: self.brand,
                status: self.status,
                attributes: self.attributes.unwrap_or_default(),
                options: self.options.unwrap_or_default(),
                price: self.price,
                availability: self.availability,
                updated_at: self.updated_at,
            };
            all.extend(own.conditions(ctx, view).await?);
            *conditions += all.len();
            if *conditions > CONDITIONS_MAX {
                let message = format!("`filter` has more than {CONDITIONS_MAX} conditions.");
                return Err(refuse(ErrorCode::BadUserInput, message));
            }
            Ok(match (all.pop(), all.is_empty()) {
                (Some(only), true) => only,
                (Some(last), false) => {
                    all.push(last);
                    Filter::All(all)
                }
                (None, _) => Filter::everything(),
            })
        })
    }
}

/// A filter without what is nested in it.
struct Own {
    id: Option<Vec<async_graphql::ID>>,
    code: Option<Vec<String>>,
    category: Option<CategoryFilter>,
    brand: Option<Vec<String>>,
    status: Option<Vec<ProductStatus>>,
    attributes: Vec<AttributeFilter>,
    options: Vec<OptionFilter>,
    price: Option<PriceFilter>,
    availability: Option<Vec<StockStatus>>,
    updated_at: Option<TimeFilter>,
}

impl Own {
    async fn conditions(self, ctx: &Context<'_>, view: &View) -> Result<Vec<Filter>> {
        if self.status.is_some() {
            require(ctx, "SearchFilter.status")?;
        }
        let mut all: Vec<Filter> = Vec::new();
        if let Some(ids) = self.id {
            let ids = ids.iter().map(|id| decode_as(NodeType::Product, id));
            all.push(Condition::Product(ids.collect::<Result<_>>()?).into());
        }
        if let Some(codes) = self.code {
            all.push(Condition::Code(known_codes(&codes)).into());
        }
        if let Some(category) = self.category {
            all.push(of_category(category.into_condition()?, ctx).await?);
        }
        all.extend(self.brand.map(|brands| Condition::Brand(brands).into()));
        all.extend(self.status.map(|statuses| {
            let statuses = statuses.into_iter().map(catalog::ProductStatus::from);
            Condition::Status(statuses.collect()).into()
        }));
        for filter in self.attributes {
            all.push(of_attribute(filter.into_condition(&view.reference)?, view)?);
        }
        all.extend(self.options.into_iter().map(|option| {
            let OptionFilter {
                name,
                one_of: values,
            } = option;
            Condition::Option { name, values }.into()
        }));
        if let Some(price) = self.price {
            let listing::PriceFilter { min, max } = price.into_condition()?;
            all.push(Condition::Price { min, max }.into());
        }
        all.extend(self.availability.map(|statuses| {
            let statuses = statuses.into_iter().map(inventory::StockStatus::from);
            Condition::Availability(statuses.collect()).into()
        }));
        all.extend(self.updated_at.map(|window| {
            let (from, until) = window.bounds();
            Condition::Updated { from, until }.into()
        }));
        Ok(all)
    }
}

/// Categories by id are looked up, all in one statement: the index knows them by their codes.
async fn of_category(filter: listing::CategoryFilter, ctx: &Context<'_>) -> Result<Filter> {
    let mut codes = filter.codes;
    if !filter.ids.is_empty() {
        // Whatever the buyer's context: a code is the same in all.
        let view = crate::context::view(ctx, None).await?;
        let loads = filter
            .ids
            .iter()
            .map(|id| ctx.loaders().category_by_id.load(&view, *id));
        let found = try_join_all(loads).await?;
        codes.extend(
            found
                .into_iter()
                .flatten()
                .map(|record| record.code.clone()),
        );
    }
    Ok(Condition::Category {
        codes,
        include_descendants: filter.include_descendants,
    }
    .into())
}

fn of_attribute(filter: listing::AttributeFilter, view: &View) -> Result<Filter> {
    let code = filterable(&filter.code, view)?;
    let with = |matches| {
        Filter::from(Condition::Attribute {
            code: code.clone(),
            matches,
        })
    };
    Ok(match filter.matches {
        Listed::Exists(true) => with(AttributeMatch::Exists),
        Listed::Exists(false) => Filter::Not(Box::new(with(AttributeMatch::Exists))),
        Listed::AnyOf(values) => with(AttributeMatch::AnyOf(values)),
        Listed::Between(lower, upper) => with(AttributeMatch::Between(lower, upper)),
    })
}

/// What isn't a code is nobody's.
fn known_codes(codes: &[String]) -> Vec<Code> {
    codes
        .iter()
        .filter_map(|code| Code::parse(code).ok())
        .collect()
}
