// With urql: one variant in two channels, in one client.
import { Client, cacheExchange, fetchExchange } from "@urql/core";
import { OfferDocument } from "./offer.js";
import { ENDPOINT } from "./server.js";

const client = new Client({ url: ENDPOINT, exchanges: [cacheExchange, fetchExchange], preferGetMethod: true });

for (const channel of ["de", "us"]) {
  const variables = { sku: "OST-HER-BLK", quantity: 3, context: { channel } };
  const { data, error } = await client.query(OfferDocument, variables).toPromise();
  if (error) {
    throw error;
  }
  const variant = data?.productVariant;
  if (!variant?.price) {
    throw new Error(`Nothing is for sale in ${channel}. Does the server have the sample? vitrine serve --sample`);
  }
  const { unit, total } = variant.price;
  console.log(`${variant.name}: 3 for ${total.amount}, each ${unit.amount} ${unit.currency}, ${variant.availability.status}`);
}
