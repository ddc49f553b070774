import { graphql } from "relay-runtime";

// A change by an admin: the payload updates the store by the category's id.
graphql`
  mutation CategoryRenameMutation($by: CategoryBy!, $input: CategoryUpdateInput!) {
    categoryUpdate(by: $by, input: $input) {
      category { id name slug }
      userErrors { code field message }
    }
  }
`;
