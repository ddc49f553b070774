import { graphql } from "./gql/gql.js";

/** What one variant costs, and whether it can be had. */
export const OfferDocument = graphql(`
  query Offer($sku: String!, $quantity: Int!, $context: BuyerContext) {
    productVariant(by: { sku: $sku }, context: $context) {
      id
      name
      price(quantity: $quantity) {
        unit {
          amount
          currency
        }
        total {
          amount
        }
      }
      availability {
        status
      }
    }
  }
`);
