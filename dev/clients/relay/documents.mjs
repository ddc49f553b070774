// Relay documents for every list of a schema that is a connection, the way an app would write them.
import { getNamedType, isInterfaceType, isNonNullType, isObjectType } from "graphql";

/** A list of `{ name, text }`, one for each field that leads to a connection: its module, and the document in it. */
export function connectionDocuments(schema) {
  const documents = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      if (isConnection(getNamedType(field.type)) && takes(field, "first") && takes(field, "after")) {
        documents.push(connectionDocument(schema, type, field));
      }
    }
  }
  return documents;
}

/** The Relay specification asks for `edges` with `cursor` and `node`, and `pageInfo`. */
function isConnection(type) {
  const fields = isObjectType(type) ? type.getFields() : {};
  return "edges" in fields && "pageInfo" in fields;
}

function takes(field, name) {
  return field.args.some((argument) => argument.name === name);
}

function connectionDocument(schema, type, field) {
  const name = type.name + capital(field.name);
  const demanded = field.args.filter((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined);
  const given = demanded.map((argument) => `${argument.name}: $${argument.name}, `).join("");
  const node = getNamedType(getNamedType(getNamedType(field.type).getFields().edges.type).getFields().node.type);
  const inner = hasId(node) ? "id" : "__typename";
  const list = `${field.name}(${given}first: $count, after: $cursor) @connection(key: "${name}_${field.name}") {
      edges { node { ${inner} } }
      pageInfo { hasNextPage }
    }`;
  if (type !== schema.getQueryType() && !implementsNode(type)) {
    const variables = demanded.map((argument) => `$${argument.name}: ${argument.type}, `).join("");
    return { name, text: onlyAFragment(name, type, list, variables) };
  }
  const variables = demanded.map((argument) => `${argument.name}: { type: "${argument.type}" }, `).join("");
  return {
    name,
    text: `fragment ${name}_parent on ${type.name}
  @argumentDefinitions(${variables}count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "${name}PaginationQuery") {
    ${list}
  }`,
  };
}

/** What is neither the root nor a node can't be fetched again by itself: Relay pages it through its parent. */
function onlyAFragment(name, type, list, variables) {
  return `fragment ${name}_parent on ${type.name}
  @argumentDefinitions(${variables}count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    ${list}
  }`;
}

function implementsNode(type) {
  return type.getInterfaces().some((of) => isInterfaceType(of) && of.name === "Node");
}

function hasId(type) {
  return "id" in (type.getFields?.() ?? {});
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
