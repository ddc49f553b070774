// What breaks a client, beyond what graphql-js finds and less what was announced.
import {
  BreakingChangeType,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { withoutDescriptions } from "./descriptions.mjs";

const REMOVALS = new Set([
  BreakingChangeType.FIELD_REMOVED,
  BreakingChangeType.ARG_REMOVED,
  BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
]);

/** A sentence for each change between two schemas that may break a client. */
export function breakingChanges(before, after) {
  const found = findBreakingChanges(before, after)
    .filter((change) => !(REMOVALS.has(change.type) && wasDeprecated(before, change.description)))
    .map((change) => change.description);
  return [...found, ...becameOneOf(before, after)].sort();
}

/** The schema as far as clients build on it: sorted, without descriptions. */
export function promises(schema) {
  return withoutDescriptions(printSchema(lexicographicSortSchema(schema))) + "\n";
}

/** Whether what a description says is removed was deprecated: it names `Type.member`, or `Type.field arg argument`. */
function wasDeprecated(before, description) {
  const names = description.match(/^(\w+)\.(\w+)(?: arg (\w+))? was removed/) ?? enumValue(description);
  if (names === null) {
    return false;
  }
  const [, typeName, memberName, argumentName] = names;
  const type = before.getType(typeName);
  const member = isEnumType(type) ? type.getValue(memberName) : type?.getFields?.()[memberName];
  const removed = argumentName ? member?.args.find((argument) => argument.name === argumentName) : member;
  return removed?.deprecationReason != null;
}

function enumValue(description) {
  const names = description.match(/^(\w+) was removed from enum type (\w+)/);
  return names && [names[0], names[2], names[1]];
}

/** graphql-js doesn't look at `@oneOf`: an input that becomes one refuses what it took. */
function becameOneOf(before, after) {
  return Object.values(before.getTypeMap())
    .filter((type) => isInputObjectType(type) && !type.isOneOf && after.getType(type.name)?.isOneOf)
    .map((type) => `${type.name} takes exactly one of its fields now.`);
}
