//! The spelling of enumerated values, the same in feeds, in the API and in the databases: `ACTIVE`, `IN_STOCK`.

/// Gives an enumeration without fields its spellings: `ALL`, `as_str` and `parse`.
macro_rules! spelled {
    ($name:ident { $($variant:ident => $text:literal),+ $(,)? }) => {
        impl $name {
            /// All values, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value as feeds, the API and the databases spell it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The value with this spelling, capital letters included. None: there is none.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use spelled;

#[cfg(test)]
mod tests {
    use crate::{
        catalog::{MediaKind, ProductStatus, ValueType},
        inventory::StockStatus,
    };

    #[test]
    fn values_are_spelled_as_in_the_feed() {
        let spell = |values: &[&'static str]| values.join(" ");
        let statuses: Vec<_> = ProductStatus::ALL
            .iter()
            .map(|value| value.as_str())
            .collect();
        assert_eq!(spell(&statuses), "DRAFT ACTIVE ARCHIVED");
        let types: Vec<_> = ValueType::ALL.iter().map(|value| value.as_str()).collect();
        assert_eq!(spell(&types), "TEXT NUMBER BOOLEAN DATE ENUM");
        let kinds: Vec<_> = MediaKind::ALL.iter().map(|value| value.as_str()).collect();
        assert_eq!(spell(&kinds), "IMAGE VIDEO MODEL_3D DOCUMENT");
        let stock: Vec<_> = StockStatus::ALL
            .iter()
            .map(|value| value.as_str())
            .collect();
        assert_eq!(
            spell(&stock),
            "IN_STOCK LOW_STOCK BACKORDER OUT_OF_STOCK UNTRACKED"
        );
    }

    #[test]
    fn a_spelling_is_read_back_and_no_other_is() {
        for status in ProductStatus::ALL {
            assert_eq!(ProductStatus::parse(status.as_str()), Some(*status));
        }
        for kind in MediaKind::ALL {
            assert_eq!(MediaKind::parse(kind.as_str()), Some(*kind));
        }
        for text in ["", "active", "ACTIVE ", "Draft", "MODEL3D"] {
            assert_eq!(ProductStatus::parse(text), None, "{text:?}");
            assert_eq!(MediaKind::parse(text), None, "{text:?}");
        }
    }
}
