// A second subgraph: what customers say of products, variants and categories, each by another key.
import { createServer } from "node:http";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, parse, validate } from "graphql";

export const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])

  type Query {
    reviews: [Review!]!
  }

  type Review @key(fields: "id") {
    id: ID!
    stars: Int!
    product: Product
    variant: ProductVariant
    shelf: Category
  }

  type Product @key(fields: "code") {
    code: String!
    averageStars: Float
  }

  type ProductVariant @key(fields: "sku") {
    sku: String!
  }

  type Category @key(fields: "slug") {
    slug: String!
  }
`);

const REVIEWS = [
  { id: "1", stars: 5, product: { code: "desk-lamp-heron" }, variant: { sku: "OST-HER-BLK" }, shelf: { slug: "lighting" } },
  { id: "2", stars: 3, product: { code: "desk-lamp-heron" }, variant: { sku: "OST-HER-WHT" }, shelf: null },
  { id: "3", stars: 4, product: { code: "mug-shoal" }, variant: null, shelf: null },
  { id: "4", stars: 1, product: { code: "gone-for-good" }, variant: { sku: "GONE" }, shelf: null },
];

const resolvers = {
  Query: { reviews: () => REVIEWS },
  Product: {
    __resolveReference: ({ code }) => ({ code }),
    averageStars: ({ code }) => {
      const stars = REVIEWS.filter((review) => review.product.code === code).map((review) => review.stars);
      return stars.length === 0 ? null : stars.reduce((sum, one) => sum + one, 0) / stars.length;
    },
  },
  ProductVariant: { __resolveReference: ({ sku }) => ({ sku }) },
  Category: { __resolveReference: ({ slug }) => ({ slug }) },
};

/** Serves the subgraph on a free port of this machine. */
export async function serveReviews() {
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const document = parse(body.query);
    const errors = validate(schema, document);
    const answer =
      errors.length > 0
        ? { errors }
        : await execute({ schema, document, variableValues: body.variables, operationName: body.operationName });
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}
