// Composes a running server with a second subgraph, and asks a gateway for what both know.
//
//   node dev/clients/federation.mjs http://127.0.0.1:8080/graphql      a server with the sample: `serve --sample`
import assert from "node:assert/strict";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { parse } from "graphql";
import { compose } from "./federation/compose.mjs";
import { serveReviews, typeDefs } from "./federation/reviews.mjs";

const url = process.argv[2];
const reviews = await serveReviews();
let asked = [];

/** Counts what the gateway asks of each subgraph, and tells ours who is buying. */
class Counted extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    asked.push({ url: this.url, body: request });
    if (context.buyer !== undefined) request.http.headers.set("vitrine-context", JSON.stringify(context.buyer));
  }
}

async function ask(gateway, query, context = {}) {
  asked = [];
  const document = parse(query);
  const answer = await gateway.executor({
    request: { query },
    document,
    operationName: undefined,
    queryHash: query,
    context,
    cache: { get: async () => undefined, set: async () => {} },
    schema: gateway.schema,
  });
  const ours = asked.filter((request) => request.url === url).length;
  return { ...answer, ours };
}

const gateway = new ApolloGateway({
  supergraphSdl: compose(await sdl(), url, { url: reviews.url, typeDefs }),
  buildService: ({ url }) => new Counted({ url }),
});
try {
  gateway.schema = (await gateway.load()).schema;
  await joinsInOneRoundTrip();
  await knowsEachKey();
  await extendsProducts();
  await tellsWhoIsBuying();
  console.log("A gateway joins both subgraphs in one round trip to the server.");
} finally {
  await gateway.stop();
  reviews.stop();
}

async function sdl() {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ _service { sdl } }" }),
  });
  return (await response.json()).data._service.sdl;
}

/** The products of all reviews: one request, in which one that is gone is null and the others are there. */
async function joinsInOneRoundTrip() {
  const { data, ours } = await ask(gateway, "{ reviews { stars product { name priceRange { min { currency } } } } }");
  assert.equal(ours, 1, "requests to the server");
  const products = data.reviews.map(({ product }) => product && `${product.name}, ${product.priceRange.min.currency}`);
  assert.deepEqual(products, ["Schreibtischleuchte Heron, EUR", "Schreibtischleuchte Heron, EUR", "Becher Shoal, EUR", null]);
}

/** Products by code, variants by SKU, categories by slug: the gateway asks once for each place that leads to us. */
async function knowsEachKey() {
  const { data, ours } = await ask(gateway, "{ reviews { product { name } variant { sku barcode name } shelf { name } } }");
  assert.equal(ours, 3, "requests to the server");
  const [{ product, variant, shelf }] = data.reviews;
  assert.deepEqual(
    [product.name, variant.name, shelf.name],
    ["Schreibtischleuchte Heron", "Schreibtischleuchte Heron – Schwarz", "Leuchten"],
  );
}

/** From our products to what the other subgraph adds to them. */
async function extendsProducts() {
  const { data, errors, ours } = await ask(
    gateway,
    `{ product(by: { slug: "heron-desk-lamp" }, context: { channel: "us" }) { name averageStars } }`,
  );
  assert.deepEqual(errors ?? [], []);
  assert.equal(ours, 1, "requests to the server");
  assert.deepEqual({ ...data.product }, { name: "Heron desk lamp", averageStars: 4 });
}

/** What a gateway's request says of the buyer holds for references. */
async function tellsWhoIsBuying() {
  const query = "{ reviews { variant { price { unit { currency } } } } }";
  const { data } = await ask(gateway, query, { buyer: { channel: "us" } });
  assert.equal(data.reviews[0].variant.price.unit.currency, "USD");
}
