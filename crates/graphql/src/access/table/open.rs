//! What everybody may use, buyers without any key too.

use super::{Needs, Rule};

pub(super) const TABLE: &[Rule] = &[
    // What buyers see.
    Rule {
        needs: Needs::NOTHING,
        members: &[
            (
                "Attribute",
                "id code name valueType unit list filterable searchable values version",
            ),
            ("AttributeEnumValue", "code name"),
            ("AttributeFilter", "code in number date boolean exists"),
            (
                "AttributeValue",
                "code name value label labels valueType unit attribute",
            ),
            ("Availability", "status availableQuantity byLocation"),
            (
                "BuyerContext",
                "channel currency country locale customerGroup at",
            ),
            (
                "Category",
                "id code slug name description position parent ancestors children products(filter \
                 sort first after last before includeDescendants) search(query filter sort facets \
                 outOfStock first after atLeast) productCount(includeDescendants) version",
            ),
            ("CategoryBy", "id code slug"),
            ("CategoryConnection", "edges nodes pageInfo totalCount"),
            ("CategoryEdge", "cursor node"),
            ("CategoryFilter", "id code includeDescendants"),
            ("DateFilter", "in gte gt lte lt"),
            (
                "Facet",
                "kind code label unit values otherValues minPrice maxPrice cleared",
            ),
            ("FacetInput", "kind code limit disjunctive ranges"),
            (
                "FacetValue",
                "value label count selected filter toggled category minPrice maxPrice",
            ),
            ("HighlightPart", "text found"),
            ("Location", "id code name country version"),
            ("LocationAvailability", "location status availableQuantity"),
            ("Media", "url alt kind"),
            ("Money", "amount currency"),
            ("Mutation", ""),
            ("Node", "id"),
            ("NumberFilter", "in gte gt lte lt"),
            ("OptionFilter", "name in"),
            (
                "PageInfo",
                "hasNextPage hasPreviousPage startCursor endCursor",
            ),
            (
                "Price",
                "unit net gross tax total compareAt tiers quantityRule priceList origin \
                 validUntil lowestPriorPrice(days)",
            ),
            ("PriceChange", "sku variant at catalogVersion cursor"),
            ("PriceFilter", "min max"),
            (
                "PriceList",
                "id code name currency validFrom validUntil version",
            ),
            ("PriceRange", "min max"),
            ("PriceTier", "minQuantity unit"),
            (
                "Product",
                "id code slug name description brand status categories attributes(codes) options \
                 media variants(first after last before) variant(options) priceRange availability \
                 similar(first) createdAt updatedAt version",
            ),
            ("ProductBy", "id code slug sku"),
            (
                "ProductChange",
                "action productId code product changedFields version at catalogVersion cursor",
            ),
            ("ProductChangeFilter", "id code sku category"),
            ("ProductConnection", "edges nodes pageInfo totalCount"),
            ("ProductEdge", "cursor node"),
            (
                "ProductFilter",
                "id code category brand attributes price availability orderable updatedAt",
            ),
            ("ProductOption", "name values"),
            ("ProductSort", "key direction"),
            (
                "ProductVariant",
                "id sku barcode name product selectedOptions attributes(codes) media \
                 price(quantity) availability",
            ),
            ("ProductVariantBy", "id sku barcode"),
            (
                "ProductVariantConnection",
                "edges nodes pageInfo totalCount",
            ),
            ("ProductVariantEdge", "cursor node"),
            ("QuantityRule", "minimum maximum increment"),
            (
                "Query",
                "node(id context) nodes(ids context) product(by context) products(filter sort \
                 first after last before context) productVariant(by context) category(by context) \
                 categories(parent first after last before context) quote(lines context) \
                 search(query filter sort facets outOfStock first after atLeast context) \
                 suggest(prefix limit context) _entities(representations) _service",
            ),
            ("Quote", "lines complete total net tax gross"),
            ("QuoteLine", "sku quantity variant price problem"),
            ("QuoteLineInput", "sku quantity"),
            ("QuoteProblem", "code message nearestQuantity"),
            ("SearchCount", "value precision"),
            ("SearchEdge", "cursor node highlights"),
            (
                "SearchFilter",
                "and or not id code category brand attributes options price availability \
                 updatedAt",
            ),
            ("SearchHighlight", "field parts"),
            (
                "SearchResults",
                "edges nodes pageInfo totalCount facets didYouMean redirect sortOptions indexedAt \
                 catalogVersion",
            ),
            ("SearchSort", "key direction attribute"),
            (
                "SearchSortOption",
                "key direction attribute attributeName selected",
            ),
            ("SelectedOption", "name value"),
            ("SelectedOptionInput", "name value"),
            ("StockChange", "sku variant at catalogVersion cursor"),
            (
                "Subscription",
                "productChanged(filter context) priceChanged(filter context) \
                 stockChanged(filter context)",
            ),
            ("SuggestedQuery", "text count"),
            ("Suggestions", "products categories queries"),
            ("TimeFilter", "from until"),
            ("VariantChangeFilter", "id sku category"),
            ("_Service", "sdl"),
        ],
        types: "AttributeScalar CatalogVersion CountPrecision CountryCode CurrencyCode Date \
                DateTime Decimal FacetKind Locale MediaKind OutOfStock PriceOrigin ProductSortKey \
                ProductStatus QuoteProblemCode SearchField SearchFilterValue SearchSortKey \
                ProductChangeAction SortDirection StockStatus ValueType _Any _Entity",
    },
];
