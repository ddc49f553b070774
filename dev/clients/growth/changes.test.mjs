// Each kind of breaking change is refused, and growing is not. Run by `node --test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { buildSchema } from "graphql";
import { breakingChanges, promises } from "./changes.mjs";

const text = promises(buildSchema(readFileSync(new URL("../../../schema.graphql", import.meta.url), "utf8")));

/** The breaking changes when `from` is replaced in the real schema, once. */
function changed(from, to) {
  assert.ok(text.includes(from), `the schema has no ${JSON.stringify(from)}`);
  return breakingChanges(buildSchema(text), buildSchema(text.replace(from, to)));
}

const breaking = [
  ["a field is removed", "\n  barcode: String\n", "\n", /barcode was removed/],
  ["a field becomes nullable", "  sku: String!\n", "  sku: String\n", /sku changed type from String! to String/],
  ["a field has another type", "  position: Int!", "  position: String!", /position changed type/],
  ["an argument is demanded", "productVariant(by: ProductVariantBy!, context: BuyerContext)", "productVariant(by: ProductVariantBy!, context: BuyerContext!)", /context has changed type/],
  ["an argument is removed", "productVariant(by: ProductVariantBy!, context: BuyerContext)", "productVariant(by: ProductVariantBy!)", /context was removed/],
  ["a value of an enum is removed", "\n  OUT_OF_STOCK\n", "\n", /OUT_OF_STOCK was removed/],
  ["an input demands more", "input BuyerContext {", "input BuyerContext {\n  tenant: String!", /tenant on input type BuyerContext was added/],
  ["an input becomes one-of", "input PriceFilter {", "input PriceFilter @oneOf {", /PriceFilter takes exactly one/],
  ["an interface is left", "type Product implements Node {", "type Product {", /Product no longer implements interface Node/],
];

for (const [what, from, to, said] of breaking) {
  test(`refused: ${what}`, () => {
    const changes = changed(from, to);
    assert.ok(changes.some((change) => said.test(change)), changes.join("\n") || "nothing was found");
  });
}

const growing = [
  ["a field is added", "type Money {", "type Money {\n  symbol: String"],
  ["an optional argument is added", "productVariant(by: ProductVariantBy!, ", "productVariant(as: String, by: ProductVariantBy!, "],
  ["a field is deprecated", "\n  barcode: String\n", '\n  barcode: String @deprecated(reason: "Use sku.")\n'],
  ["an input takes more", "input BuyerContext {", "input BuyerContext {\n  tenant: String"],
];

for (const [what, from, to] of growing) {
  test(`let pass: ${what}`, () => assert.deepEqual(changed(from, to), []));
}

test("let pass: what a release deprecated is removed", () => {
  const before = buildSchema(`type Query { a: Int @deprecated(reason: "Use b.") b(of: Int, old: Int @deprecated(reason: "x")): E }
    enum E { OLD @deprecated(reason: "y") NEW }`);
  assert.deepEqual(breakingChanges(before, buildSchema("type Query { b(of: Int): E } enum E { NEW }")), []);
});
