//! `#[derive(Schema)]` for tfplug, which re-exports and documents it: do not depend on this crate itself.

mod default;
mod docs;
mod enums;
mod field;
mod keys;
mod names;
mod rules;
mod structs;
mod types;

use proc_macro::TokenStream;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, parse_macro_input};

/// Derives the schema and the codec of a struct, or of an enum of strings. Documented where `tfplug` re-exports it.
#[proc_macro_derive(Schema, attributes(schema))]
pub fn derive_schema(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    if !input.generics.params.is_empty() {
        return Err(Error::new(
            input.generics.span(),
            "a schema has no generic parameters: write one struct for each type",
        ));
    }
    match &input.data {
        Data::Struct(data) => structs::expand(input, data),
        Data::Enum(data) => enums::expand(input, data),
        Data::Union(data) => Err(Error::new(data.union_token.span, "a union has no schema: write a struct")),
    }
}
