//! `vitrine schema`: the GraphQL schema as text.

use std::process::ExitCode;

use super::{api_key::RoleName, output};

/// Print the GraphQL schema, in the schema definition language
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vitrine schema > schema.graphql
  vitrine schema --role storefront                 what a request without an admin's key sees")]
pub(super) struct Schema {
    /// Whose schema; an admin's is the whole
    #[arg(long, value_enum, default_value_t = RoleName::Admin)]
    role: RoleName,
}

impl Schema {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        output::print(&graphql::sdl(self.role.role()))?;
        Ok(ExitCode::SUCCESS)
    }
}
