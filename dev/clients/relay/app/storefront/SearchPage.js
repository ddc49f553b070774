import { graphql } from "relay-runtime";

// Search with facets, paged.
graphql`
  query SearchPageQuery($text: String, $filter: SearchFilter, $facets: [FacetInput!], $context: BuyerContext) {
    ...SearchPage_results @arguments(text: $text, filter: $filter, facets: $facets, context: $context)
  }
`;

graphql`
  fragment SearchPage_results on Query
  @refetchable(queryName: "SearchPagePaginationQuery")
  @argumentDefinitions(
    text: { type: "String" }
    filter: { type: "SearchFilter" }
    facets: { type: "[FacetInput!]" }
    context: { type: "BuyerContext" }
    count: { type: "Int", defaultValue: 24 }
    cursor: { type: "String" }
  ) {
    search(query: $text, filter: $filter, facets: $facets, first: $count, after: $cursor, context: $context)
      @connection(key: "SearchPage_search", filters: ["query", "filter", "context"]) {
      edges { node { id name } highlights { field } }
      facets { code values { label count selected } }
      totalCount { value precision }
    }
  }
`;
