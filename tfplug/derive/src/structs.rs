use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataStruct, DeriveInput, Error, Fields, Ident};

use crate::docs;
use crate::field::{self, Field};
use crate::keys::{Keys, Known, Takes};
use crate::names;

/// What may be written on a struct.
const STRUCT: &[Known] = &[Known { name: "deprecated", takes: Takes::Value }];

pub(crate) fn expand(input: &DeriveInput, data: &DataStruct) -> syn::Result<TokenStream> {
    let Fields::Named(named) = &data.fields else {
        return Err(Error::new_spanned(
            &input.ident,
            "a schema names its attributes: write a struct with named fields",
        ));
    };
    let fields = read(&input.ident, named)?;
    names::check_unique(fields.iter().map(|field| &field.name))?;
    let codec = codec(&input.ident, &fields);
    let model = model(input, &fields)?;
    // A nested attribute has no blocks within, so that a struct with blocks is no attribute.
    let object = (!fields.iter().any(Field::is_block)).then(|| object(&input.ident));
    Ok(quote!(#codec #model #object))
}

/// Reads all fields, so that every wrong one is told at once.
fn read<'a>(owner: &Ident, named: &'a syn::FieldsNamed) -> syn::Result<Vec<Field<'a>>> {
    let mut fields = Vec::new();
    let mut errors: Option<Error> = None;
    for field in &named.named {
        let Some(ident) = &field.ident else { continue };
        match (Field::read(owner, ident, field), &mut errors) {
            (Ok(field), _) => fields.push(field),
            (Err(error), Some(errors)) => errors.combine(error),
            (Err(error), None) => errors = Some(error),
        }
    }
    errors.map_or(Ok(fields), Err)
}

/// Attributes are written by name, as core and `Data` do: the same value is always the same bytes.
fn codec(ident: &Ident, fields: &[Field<'_>]) -> TokenStream {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by(|one, other| one.name.text.cmp(&other.name.text));
    let count = fields.len();
    let positions = 0..count;
    let names: Vec<_> = fields.iter().map(|field| &field.name.text).collect();
    let idents = fields.iter().map(|field| field.ident);
    let reads = fields.iter().map(|field| field.read_from_source());
    let writes = fields.iter().map(|field| field.write_to_sink());
    quote! {
        #[automatically_derived]
        impl ::tfplug::__private::Codec for #ident {
            fn read<S: ::tfplug::__private::Source>(
                source: &mut S,
            ) -> ::core::result::Result<Self, ::tfplug::__private::DecodeError> {
                let mut value = Self { #(#idents: ::core::default::Default::default()),* };
                ::tfplug::__private::read_object(source, &[#(#names),*], &mut |source, position| match position {
                    #(#positions => #reads,)*
                    _ => ::core::result::Result::Ok(()),
                })?;
                ::core::result::Result::Ok(value)
            }

            fn write<K: ::tfplug::__private::Sink>(&self, sink: &mut K) {
                sink.map(#count, &mut |sink| {
                    #(#writes)*
                });
            }
        }
    }
}

fn model(input: &DeriveInput, fields: &[Field<'_>]) -> syn::Result<TokenStream> {
    let ident = &input.ident;
    let keys = Keys::read(&input.attrs, STRUCT)?;
    let description = docs::text(&input.attrs);
    let deprecated = field::deprecated(&keys)?.unwrap_or_else(|| quote!(::core::option::Option::None));
    let (blocks, attributes): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.is_block());
    let attributes = attributes.into_iter().map(Field::attribute).collect::<syn::Result<Vec<_>>>()?;
    let blocks = blocks.into_iter().map(Field::block).collect::<syn::Result<Vec<_>>>()?;
    Ok(quote! {
        #[automatically_derived]
        impl ::tfplug::__private::Model for #ident {
            fn block() -> ::tfplug::__private::Block {
                ::tfplug::__private::Block {
                    description: ::std::string::String::from(#description),
                    deprecated: #deprecated,
                    attributes: ::std::vec![#(#attributes),*],
                    blocks: ::std::vec![#(#blocks),*],
                }
            }
        }
    })
}

fn object(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::tfplug::__private::AttributeType for #ident {
            fn shape() -> ::tfplug::__private::Shape {
                ::tfplug::__private::object::<Self>()
            }
        }
    }
}
