// Runs the audits of the graphql-http suite against a running server and prints each that fails.
//
//   npm ci --prefix dev/audit
//   node dev/audit/graphql-http.mjs http://127.0.0.1:8080/graphql
//
// Ends with 1 when an audit fails, of whatever level, or when the suite isn't the one that we know.
import { serverAudits } from "graphql-http";

const KNOWN = 61;
const url = process.argv[2] ?? "http://127.0.0.1:8080/graphql";
const passed = { MUST: 0, SHOULD: 0, MAY: 0 };
const all = { MUST: 0, SHOULD: 0, MAY: 0 };
let failures = 0;

const audits = serverAudits({ url });
for (const audit of audits) {
  const level = audit.name.match(/^(MUST|SHOULD|MAY)/)[1];
  all[level] += 1;
  const result = await audit.fn();
  if (result.status === "ok") {
    passed[level] += 1;
  } else {
    failures += 1;
    console.log(`${result.status} ${audit.id}: ${audit.name}\n  ${result.reason}`);
  }
}

for (const level of Object.keys(all)) {
  console.log(`${level}: ${passed[level]} of ${all[level]}`);
}
console.log(`all: ${audits.length - failures} of ${audits.length}`);
if (failures > 0 || audits.length !== KNOWN) {
  process.exit(1);
}
