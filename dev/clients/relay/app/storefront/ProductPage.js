import { graphql } from "relay-runtime";

// A product page: fetched again under another context, its variants paged.
graphql`
  query ProductPageQuery($by: ProductBy!, $context: BuyerContext) {
    product(by: $by, context: $context) {
      name
      ...ProductPage_product
    }
  }
`;

graphql`
  fragment ProductPage_product on Product
  @refetchable(queryName: "ProductPageRefetchQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    slug
    priceRange { min { amount currency } max { amount } }
    categories { id name ancestors { id name } }
    variants(first: $count, after: $cursor) @connection(key: "ProductPage_variants") {
      edges { cursor node { id sku price { unit { amount currency } } availability { status } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
