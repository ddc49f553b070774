// Refuses changes of the schema that would break a client of the last release.
//
//   node dev/clients/growth.mjs SCHEMA…                 compares each SCHEMA with released/ROLE.graphql
//   node dev/clients/growth.mjs --release SCHEMA…       at a release: writes released/ROLE.graphql anew
//
// A SCHEMA is ROLE=FILE. Ends with 1 when a change breaks clients, and says which and what to do instead.
import { readFileSync, writeFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { breakingChanges, promises } from "./growth/changes.mjs";

const released = (role) => new URL(`./released/${role}.graphql`, import.meta.url);
const [option, ...rest] = process.argv.slice(2);
const releasing = option === "--release";
const schemas = (releasing ? rest : [option, ...rest]).map((argument) => argument?.split("=") ?? []);
if (schemas.length === 0 || schemas.some(([role, file]) => !role || !file)) {
  console.error("usage: growth.mjs [--release] ROLE=FILE…");
  process.exit(2);
}

let broken = 0;
for (const [role, file] of schemas) {
  const schema = buildSchema(readFileSync(file, "utf8"));
  if (releasing) {
    writeFileSync(released(role), promises(schema));
    continue;
  }
  const before = buildSchema(readFileSync(released(role), "utf8"));
  const changes = breakingChanges(before, schema);
  for (const change of changes) {
    console.error(`${role}: ${change}`);
  }
  broken += changes.length;
  console.log(`${role}: ${changes.length} breaking changes since the last release`);
}
if (broken > 0) {
  console.error(
    "The schema only grows: keep the old beside the new and mark it `@deprecated(reason:)`; what a release has\n" +
      "deprecated the next one may remove. See docs/decisions/0096-the-schema-only-grows.md.",
  );
  process.exit(1);
}
