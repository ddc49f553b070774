//! The types of arguments and of input fields, to be looked up.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    introspection::{Input, Type},
    whole,
};

/// The types of the whole schema by their names.
pub(crate) struct Definitions(HashMap<&'static str, &'static Type>);

impl Definitions {
    /// Those of the schema.
    pub(crate) fn whole() -> &'static Self {
        static WHOLE: LazyLock<Definitions> = LazyLock::new(|| {
            let named = whole().iter().map(|declared| (&*declared.name, declared));
            Definitions(named.collect())
        });
        &WHOLE
    }

    /// The name of the type of an argument, without lists. None: there is no such argument.
    pub(crate) fn argument_type(&self, owner: &str, field: &str, name: &str) -> Option<&str> {
        let fields = self.0.get(owner)?.fields.as_ref()?;
        let field = fields.iter().find(|declared| declared.name == field)?;
        base(&field.args, name)
    }

    /// The name of the type of a field of an input type, without lists. None: there is no such field.
    pub(crate) fn input_field_type(&self, owner: &str, name: &str) -> Option<&str> {
        base(self.0.get(owner)?.input_fields.as_ref()?, name)
    }
}

fn base<'d>(inputs: &'d [Input], name: &str) -> Option<&'d str> {
    let input = inputs.iter().find(|input| input.name == name)?;
    Some(input.of.base())
}
