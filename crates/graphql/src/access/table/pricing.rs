//! The area `pricing`.

use domain::access::Permission;

use super::{Needs, Rule};

pub(super) const TABLE: &[Rule] = &[
    // Why a price is what it is.
    Rule {
        needs: Needs::of(Permission::PRICING_READ).in_channels(),
        members: &[
            ("Price", "explanation"),
            (
                "PriceList",
                "priority channels customerGroups countries relativeTo unitPrecision",
            ),
        ],
        types: "PriceCandidate PriceVerdict PriceListRelation PriceListOverride PriceRounding \
                RelativeCompareAt RoundingMode CustomerGroup",
    },
    // The lists and groups of all channels.
    Rule {
        needs: Needs::of(Permission::PRICING_READ),
        members: &[("Query", "priceList priceLists customerGroup customerGroups")],
        types: "PriceListBy PriceListConnection PriceListEdge CustomerGroupBy \
                CustomerGroupConnection CustomerGroupEdge",
    },
    // What is done in the price list that the input names.
    Rule {
        needs: Needs::of(Permission::PRICING_WRITE).in_channels(),
        members: &[("Mutation", "pricesSet")],
        types: "PricesSetInput SkuPricesInput PriceInput PricesSetPayload PricingUserError \
                PricingErrorCode",
    },
    // Price lists, customer groups, and prices wherever they are given with something else.
    Rule {
        needs: Needs::of(Permission::PRICING_WRITE),
        members: &[
            (
                "Mutation",
                "priceListCreate priceListUpdate priceListDelete customerGroupCreate \
                 customerGroupUpdate customerGroupDelete",
            ),
            ("BulkRecordInput", "customerGroup priceList price"),
            ("ProductVariantSetInput", "prices quantityRule"),
            ("ProductVariantUpdateInput", "prices quantityRule"),
        ],
        types: "PriceListCreateInput PriceListUpdateInput PriceListSetInput \
                PriceListRelationInput PriceListOverrideInput PriceRoundingInput \
                PriceListCreatePayload PriceListUpdatePayload PriceListDeletePayload \
                CustomerGroupCreateInput CustomerGroupUpdateInput CustomerGroupSetInput \
                CustomerGroupCreatePayload CustomerGroupUpdatePayload CustomerGroupDeletePayload \
                SkuPriceListSetInput ListPriceInput VariantPriceInput QuantityRuleInput",
    },
];
