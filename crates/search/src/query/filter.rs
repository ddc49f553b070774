//! What found products must be like.

use std::ops::Bound;

use domain::{
    catalog::{ProductStatus, Scalar},
    clock::Timestamp,
    id::ProductId,
    inventory::StockStatus,
    pricing::Amount,
    text::Code,
};

/// A condition on one variant, with what its product says of itself. A product meets it when one and the same variant
/// meets the whole of it: red and M does not match a red L beside a blue M, and `Not(red)` matches a product that has a
/// variant of another colour.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of these. Empty: everything matches.
    All(Vec<Filter>),
    /// One of these. Empty: nothing matches.
    Any(Vec<Filter>),
    /// The opposite.
    Not(Box<Filter>),
    /// One condition.
    Is(Condition),
}

/// One condition. Where several values are given, one of them must hold; an empty list lets nothing pass.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Is one of these products.
    Product(Vec<ProductId>),
    /// The product has one of these codes.
    Code(Vec<Code>),
    /// The product has one of these statuses. Storefronts see ACTIVE alone, whatever they ask.
    Status(Vec<ProductStatus>),
    /// The product is of one of these brands, spelled exactly so.
    Brand(Vec<String>),
    /// The product is in one of these categories.
    Category {
        /// Which.
        codes: Vec<Code>,
        /// Whether products of the categories below them count too.
        include_descendants: bool,
    },
    /// The variant has one of these values of an option, spelled as in the catalogue's default locale.
    Option {
        /// The option's name in the default locale.
        name: String,
        /// Its values.
        values: Vec<String>,
    },
    /// The variant or its product has the attribute like this.
    Attribute {
        /// The attribute's code.
        code: Code,
        /// What is asked of it.
        matches: AttributeMatch,
    },
    /// The variant can be had like this in the context's channel.
    Availability(Vec<StockStatus>),
    /// The variant's price in this context lies in this range, both ends included. None: no such end. A variant without
    /// a price lies in no range.
    Price {
        /// At least this.
        min: Option<Amount>,
        /// At most this.
        max: Option<Amount>,
    },
    /// The product was last changed in this time. None: no such end.
    Updated {
        /// At this moment or later.
        from: Option<Timestamp>,
        /// Before this moment.
        until: Option<Timestamp>,
    },
}

/// What is asked of an attribute. Of several values any may match.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeMatch {
    /// Given at all.
    Exists,
    /// One of these values. A value of another type than the attribute's matches nothing.
    AnyOf(Vec<Scalar>),
    /// A NUMBER or DATE between two bounds, both of one type.
    Between(Bound<Scalar>, Bound<Scalar>),
}

/// What a condition speaks of, and what a facet counts the values of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The brand.
    Brand,
    /// The categories, those above the product's own included.
    Category,
    /// An option, by its name in the default locale.
    Option(String),
    /// An attribute, by its code.
    Attribute(Code),
    /// Availability in the context's channel.
    Availability,
    /// The price in this context.
    Price,
}

impl Filter {
    /// The filter that everything meets.
    #[must_use]
    pub const fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(mut all), Self::All(more)) => {
                all.extend(more);
                Self::All(all)
            }
            (Self::All(mut all), other) => {
                all.push(other);
                Self::All(all)
            }
            (one, Self::All(mut all)) => {
                all.insert(0, one);
                Self::All(all)
            }
            (one, other) => Self::All(vec![one, other]),
        }
    }

    /// The conditions at the top: each must hold.
    #[must_use]
    pub fn conjuncts(&self) -> Vec<&Self> {
        match self {
            Self::All(all) => all.iter().flat_map(Self::conjuncts).collect(),
            other => vec![other],
        }
    }

    /// The field that the whole of this filter speaks of. None: of several, or of none that has facets.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Is(condition) => condition.field(),
            Self::Not(inner) => inner.field(),
            Self::All(several) | Self::Any(several) => {
                let mut fields = several.iter().map(Self::field);
                let first = fields.next()??;
                fields
                    .all(|field| field.as_ref() == Some(&first))
                    .then_some(first)
            }
        }
    }

    /// This filter without the conditions at its top that speak of this field alone: what a disjunctive facet of the
    /// field counts in.
    #[must_use]
    pub fn without(&self, field: &Field) -> Self {
        let rest = self
            .conjuncts()
            .into_iter()
            .filter(|conjunct| conjunct.field().as_ref() != Some(field));
        Self::All(rest.cloned().collect())
    }
}

impl Condition {
    /// The field that it speaks of. None: of one that has no facets.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Brand(_) => Some(Field::Brand),
            Self::Category { .. } => Some(Field::Category),
            Self::Option { name, .. } => Some(Field::Option(name.clone())),
            Self::Attribute { code, .. } => Some(Field::Attribute(code.clone())),
            Self::Availability(_) => Some(Field::Availability),
            Self::Price { .. } => Some(Field::Price),
            Self::Product(_) | Self::Code(_) | Self::Status(_) | Self::Updated { .. } => None,
        }
    }
}

impl From<Condition> for Filter {
    fn from(condition: Condition) -> Self {
        Self::Is(condition)
    }
}
