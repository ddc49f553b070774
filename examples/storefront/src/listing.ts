import { graphql } from "./gql/gql.js";

/** A page of a category's products, in the buyer's language and currency. */
export const ListingDocument = graphql(`
  query Listing($slug: String!, $after: String, $context: BuyerContext) {
    category(by: { slug: $slug }, context: $context) {
      id
      name
      products(first: 3, after: $after) {
        totalCount
        nodes {
          id
          name
          priceRange {
            min {
              amount
              currency
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
