// Compiles an app for Relay against a schema: a paginated fragment for each connection that it has, and the documents of
// relay/app. Relay's compiler refuses what its runtime could not page, fetch again or keep in its store.
//
//   vitrine schema --for relay >schema.graphql
//   node dev/clients/relay.mjs schema.graphql [ROLE]      the documents of relay/app/ROLE, by default `admin`
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSchema } from "graphql";
import relay from "relay-compiler";
import { connectionDocuments } from "./relay/documents.mjs";

const FEWEST = { storefront: 5, admin: 12 };
const [file, role = "admin"] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const documents = connectionDocuments(buildSchema(text));
if (documents.length < FEWEST[role]) {
  throw new Error(`Only ${documents.length} connections were found in ${file}.`);
}

const folder = mkdtempSync(join(tmpdir(), "vitrine-relay-"));
try {
  // An admin's app may have all that a storefront's has.
  for (const of of role === "admin" ? ["storefront", "admin"] : [role]) {
    cpSync(fileURLToPath(new URL(`./relay/app/${of}`, import.meta.url)), join(folder, "src"), { recursive: true });
  }
  for (const { name, text } of documents) {
    writeFileSync(join(folder, "src", `${name}.js`), `import { graphql } from "relay-runtime";\n\ngraphql\`${text}\`;\n`);
  }
  mkdirSync(join(folder, "made"));
  writeFileSync(join(folder, "schema.graphql"), text);
  const config = { src: "src", schema: "schema.graphql", language: "javascript", artifactDirectory: "made" };
  writeFileSync(join(folder, "relay.config.json"), JSON.stringify(config));
  const compiled = spawnSync(relay, ["relay.config.json", "--noWatchman"], { cwd: folder, encoding: "utf8" });
  if (compiled.status !== 0) {
    console.error(compiled.stdout + compiled.stderr);
    process.exit(1);
  }
  console.log(`${role}: Relay compiled ${documents.length} connections to ${readdirSync(join(folder, "made")).length} artifacts.`);
} finally {
  rmSync(folder, { recursive: true });
}
