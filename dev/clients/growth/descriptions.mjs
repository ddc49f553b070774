// A schema's text without what only people read.
import { parse, print, visit } from "graphql";

/** The same definitions with no descriptions. */
export function withoutDescriptions(text) {
  const bare = (node) => (node.description ? { ...node, description: undefined } : undefined);
  return print(visit(parse(text), { enter: bare }));
}
