import type { CodegenConfig } from "@graphql-codegen/cli";

// Money and moments stay the strings that they are sent as: a float would lose cents.
const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: "src/**/*.ts",
  ignoreNoDocuments: false,
  // Node resolves modules by their whole names.
  importExtension: ".js",
  generates: {
    "src/gql/": {
      preset: "client",
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        defaultScalarType: "unknown",
        scalars: {
          AttributeScalar: "string | number | boolean | (string | number | boolean)[]",
          CatalogVersion: "string",
          CountryCode: "string",
          CurrencyCode: "string",
          Date: "string",
          DateTime: "string",
          Decimal: "string",
          Locale: "string",
        },
      },
    },
  },
};

export default config;
