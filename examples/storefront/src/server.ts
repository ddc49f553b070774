/** Where Vitrine answers. */
export const ENDPOINT = process.env["GRAPHQL_URL"] ?? "http://127.0.0.1:8080/graphql";
