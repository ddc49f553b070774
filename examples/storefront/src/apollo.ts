// With Apollo Client: two pages of a category that its cache joins to one list.
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { ListingDocument } from "./listing.js";
import { ENDPOINT } from "./server.js";

const client = new ApolloClient({
  link: new HttpLink({ uri: ENDPOINT }),
  cache: new InMemoryCache({
    typePolicies: {
      Category: {
        fields: {
          // Pages follow each other; what is asked for otherwise is another list.
          products: {
            keyArgs: ["sort", "includeDescendants"],
            merge: (before, after) => ({ ...after, nodes: [...(before?.nodes ?? []), ...after.nodes] }),
          },
        },
      },
    },
  }),
});

const variables = { slug: "lighting", context: { channel: "de", locale: "de" } };
const first = await client.query({ query: ListingDocument, variables });
const page = first.data?.category?.products.pageInfo;
if (page?.hasNextPage) {
  await client.query({
    query: ListingDocument,
    variables: { ...variables, after: page.endCursor ?? null },
    fetchPolicy: "network-only",
  });
}

const category = client.readQuery({ query: ListingDocument, variables })?.category;
if (!category) {
  throw new Error("There is no category with this slug. Does the server have the sample? vitrine serve --sample");
}
console.log(`${category.name}: ${category.products.nodes.length} of ${category.products.totalCount}`);
for (const product of category.products.nodes) {
  const price = product.priceRange?.min;
  console.log(`- ${product.name}${price ? `, from ${price.amount} ${price.currency}` : ""}`);
}
client.stop();
