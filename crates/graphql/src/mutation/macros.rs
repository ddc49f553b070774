//! What the files of mutations have in common.

/// Declares the root field of a mutation: its own arguments, and those that all have. It hands them to the type's `start`,
/// after a [`super::Call`] which holds the common ones.
macro_rules! mutation {
    (@versioned $(#[$doc:meta])+ $root:ident.$name:ident($($argument:ident: $type:ty = $desc:tt),* $(,)?) -> $payload:ident) => {
        /// The root field.
        #[derive(Default)]
        pub(crate) struct $root;

        #[async_graphql::Object]
        impl $root {
            $(#[$doc])+
            #[graphql(visible = "crate::viewer::is_admin")]
            #[allow(clippy::too_many_arguments, clippy::allow_attributes, reason = "they are the field's arguments in the schema, few or many")]
            async fn $name(
                &self,
                ctx: &async_graphql::Context<'_>,
                $(#[graphql(desc = $desc)] $argument: $type,)*
                #[graphql(desc = "The version that you have seen. Where others have changed the same fields since, nothing is changed, and the error tells the version now. Null: it is changed whatever others did.")]
                expected_version: Option<i32>,
                #[graphql(desc = "A key of your choice, 1 to 255 characters: sent again with the same input, for 24 hours, the mutation is not done again and answers as it did. Null: each call is done.")]
                idempotency_key: Option<String>,
                #[graphql(desc = "Whether to answer what would happen, and to change nothing.", default = false)]
                dry_run: bool,
                #[graphql(desc = "In which context the payload shows things. Null: the defaults of everything.")]
                context: Option<crate::buyer::BuyerContext>,
            ) -> async_graphql::Result<$payload> {
                let call = crate::mutation::Call::new(ctx, expected_version, idempotency_key, dry_run, context)?;
                Self::start(ctx, call, $($argument),*).await
            }
        }
    };
    ($(#[$doc:meta])+ $root:ident.$name:ident($($argument:ident: $type:ty = $desc:tt),* $(,)?) -> $payload:ident) => {
        /// The root field.
        #[derive(Default)]
        pub(crate) struct $root;

        #[async_graphql::Object]
        impl $root {
            $(#[$doc])+
            #[graphql(visible = "crate::viewer::is_admin")]
            async fn $name(
                &self,
                ctx: &async_graphql::Context<'_>,
                $(#[graphql(desc = $desc)] $argument: $type,)*
                #[graphql(desc = "A key of your choice, 1 to 255 characters: sent again with the same input, for 24 hours, the mutation is not done again and answers as it did. Null: each call is done.")]
                idempotency_key: Option<String>,
                #[graphql(desc = "Whether to answer what would happen, and to change nothing.", default = false)]
                dry_run: bool,
                #[graphql(desc = "In which context the payload shows things. Null: the defaults of everything.")]
                context: Option<crate::buyer::BuyerContext>,
            ) -> async_graphql::Result<$payload> {
                let call = crate::mutation::Call::new(ctx, None, idempotency_key, dry_run, context)?;
                Self::start(ctx, call, $($argument),*).await
            }
        }
    };
}

/// Declares a payload: its own fields, `userErrors` and `catalogVersion`. It holds the [`super::Done`] of what was made.
macro_rules! payload {
    ($(#[$doc:meta])+ $name:ident($made:ty, $error:ty) { $($field:tt)* }) => {
        /// A mutation that has run.
        pub(crate) struct $name(pub(crate) crate::mutation::Done<$made>);

        $(#[$doc])+
        #[async_graphql::Object(visible = "crate::viewer::is_admin")]
        impl $name {
            $($field)*

            /// Everything that is wrong with the input, all at once. Empty: it was done, or would be in a dry run.
            async fn user_errors(&self) -> Vec<$error> {
                self.0.user_errors()
            }

            /// The state of the catalogue with this change.
            async fn catalog_version(&self) -> crate::scalars::CatalogVersion {
                self.0.catalog_version()
            }
        }
    };
}

pub(crate) use {mutation, payload};
