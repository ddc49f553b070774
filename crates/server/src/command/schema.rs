//! `vitrine schema`: the GraphQL schema as text.

use std::process::ExitCode;

use clap::ValueEnum;

use super::{api_key::RoleName, output};

/// Print the GraphQL schema, in the schema definition language
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  vitrine schema > schema.graphql
  vitrine schema --role storefront                 what a request without an admin's key sees
  vitrine schema --role storefront --for federation     the same as a subgraph, for a gateway")]
pub(super) struct Schema {
    /// Whose schema; an admin's is the whole
    #[arg(long, value_enum, default_value_t = RoleName::Admin)]
    role: RoleName,
    /// For a program that takes it in another form
    #[arg(long = "for", value_enum, value_name = "PROGRAM")]
    program: Option<Program>,
}

/// A program that takes the schema in a form of its own.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Program {
    /// Relay's compiler: `node` has its id alone
    Relay,
    /// A gateway of Apollo Federation 2: as a subgraph, with the keys of its entities
    Federation,
}

impl Schema {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let role = self.role.role();
        output::print(&match self.program {
            None => graphql::sdl(role),
            Some(Program::Relay) => graphql::relay_sdl(role),
            Some(Program::Federation) => graphql::subgraph_sdl(role),
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
