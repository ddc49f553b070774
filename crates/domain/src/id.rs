//! Identifiers that the store gives: UUID version 7 (RFC 9562), so that they sort by the moment of creation.

use std::fmt;

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The bare UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// Of a location that holds stock.
    LocationId,
    /// Of a customer group.
    CustomerGroupId,
    /// Of a sales channel.
    ChannelId,
    /// Of a price list.
    PriceListId,
    /// Of an attribute definition.
    AttributeId,
    /// Of a category.
    CategoryId,
    /// Of a product.
    ProductId,
    /// Of a product variant.
    VariantId,
    /// Of a reservation of stock.
    ReservationId,
    /// Of an API key.
    ApiKeyId,
}
