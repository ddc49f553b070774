"""Whether the data of an answer is what its document and the schema say: the specification's "CompleteValue", read backwards."""

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    is_abstract_type,
    is_leaf_type,
)

LEAVES = {
    "Int": lambda value: isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31,
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "ID": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "Decimal": lambda value: isinstance(value, str),
    "DateTime": lambda value: isinstance(value, str) and value.endswith("Z"),
}


def problems(schema: GraphQLSchema, document: DocumentNode, data: dict, errors: list) -> list[str]:
    """A sentence for each value that is not as promised. Empty: all are."""
    operation = next(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    fragments = {node.name.value: node for node in document.definitions if hasattr(node, "type_condition")}
    found: list[str] = []
    failed = {tuple(error["path"]) for error in errors if "path" in error}
    walk = Walk(schema, fragments, failed, found)
    walk.object(schema.get_root_type(operation.operation), [operation.selection_set], data, ())
    return found


class Walk:
    def __init__(self, schema, fragments, failed, found):
        self.schema, self.fragments, self.failed, self.found = schema, fragments, failed, found

    def object(self, declared, selection_sets, value, path):
        fields: dict[str, list[FieldNode]] = {}
        for selections in selection_sets:
            self.collect(declared, selections, fields)
        if list(value) != list(fields):
            self.found.append(f"{path}: {list(value)} is not what was asked for, {list(fields)}")
            return
        for key, nodes in fields.items():
            name = nodes[0].name.value
            if name == "__typename":
                if value[key] != declared.name:
                    self.found.append(f"{path}: a {declared.name} calls itself {value[key]}")
                continue
            inner = [node.selection_set for node in nodes if node.selection_set]
            self.value(declared.fields[name].type, inner, value[key], (*path, key))

    def value(self, declared, selection_sets, value, path):
        if isinstance(declared, GraphQLNonNull):
            if value is None:
                self.found.append(f"{path}: null where the schema promises {declared}")
                return
            declared = declared.of_type
        elif value is None:
            return
        if isinstance(declared, GraphQLList):
            if not isinstance(value, list):
                self.found.append(f"{path}: {value!r} is no list")
                return
            for index, item in enumerate(value):
                self.value(declared.of_type, selection_sets, item, (*path, index))
        elif is_leaf_type(declared):
            self.leaf(declared, value, path)
        elif is_abstract_type(declared):
            self.abstract(declared, selection_sets, value, path)
        else:
            self.object(declared, selection_sets, value, path)

    def leaf(self, declared, value, path):
        if isinstance(declared, GraphQLEnumType):
            fits = value in declared.values
        else:
            fits = LEAVES.get(declared.name, lambda _: True)(value)
        if not fits:
            self.found.append(f"{path}: {value!r} is no {declared}")

    def abstract(self, declared, selection_sets, value, path):
        """One of the possible types must fit; `__typename` need not have been asked for."""
        before, complaints = len(self.found), []
        for possible in self.schema.get_possible_types(declared):
            self.object(possible, selection_sets, value, path)
            if len(self.found) == before:
                return
            complaints = self.found[before:]
            del self.found[before:]
        self.found.append(f"{path}: fits no {declared}: {complaints[:1]}")

    def collect(self, declared, selections, fields):
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                fields.setdefault(key, []).append(selection)
                continue
            if isinstance(selection, FragmentSpreadNode):
                selection = self.fragments[selection.name.value]
            condition = selection.type_condition
            if condition is None or self.applies(condition.name.value, declared):
                self.collect(declared, selection.selection_set, fields)

    def applies(self, name, declared):
        condition = self.schema.get_type(name)
        return condition is declared or (is_abstract_type(condition) and self.schema.is_sub_type(condition, declared))
