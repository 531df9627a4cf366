use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Error, Fields, Variant};

use crate::keys::{Keys, Known, Takes};
use crate::names::{self, Name};

/// What may be written on a variant.
const VARIANT: &[Known] = &[Known { name: "name", takes: Takes::Value }];

pub(crate) fn expand(input: &DeriveInput, data: &DataEnum) -> syn::Result<TokenStream> {
    Keys::read(&input.attrs, &[])?;
    let Some((last, others)) =
        data.variants.iter().collect::<Vec<_>>().split_last().map(|(l, o)| (*l, o.to_vec()))
    else {
        return Err(Error::new_spanned(&input.ident, "an enum without variants allows no value"));
    };
    let names = data.variants.iter().map(name).collect::<syn::Result<Vec<_>>>()?;
    names::check_unique(&names)?;
    let ident = &input.ident;
    let names: Vec<_> = names.iter().map(|name| &name.text).collect();
    let variants = data.variants.iter().map(|variant| &variant.ident);
    let (positions, others, last) =
        (0..others.len(), others.iter().map(|variant| &variant.ident), &last.ident);
    Ok(quote! {
        #[automatically_derived]
        impl ::tfplug::__private::Codec for #ident {
            fn read<S: ::tfplug::__private::Source>(
                source: &mut S,
            ) -> ::core::result::Result<Self, ::tfplug::__private::DecodeError> {
                ::core::result::Result::Ok(match ::tfplug::__private::read_variant(source, &[#(#names),*])? {
                    #(#positions => Self::#others,)*
                    _ => Self::#last,
                })
            }

            fn write<K: ::tfplug::__private::Sink>(&self, sink: &mut K) {
                sink.string(match self {
                    #(Self::#variants => #names,)*
                });
            }
        }

        #[automatically_derived]
        impl ::tfplug::__private::AttributeType for #ident {
            fn shape() -> ::tfplug::__private::Shape {
                ::tfplug::__private::Shape::Type(::tfplug::Type::String)
            }

            fn validators() -> ::std::vec::Vec<::tfplug::Validator> {
                ::std::vec![::tfplug::Validator::one_of(&[#(#names),*])]
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<#ident> for ::tfplug::Data {
            fn from(value: #ident) -> Self {
                ::tfplug::__private::to_data(&value)
            }
        }
    })
}

fn name(variant: &Variant) -> syn::Result<Name> {
    if !matches!(variant.fields, Fields::Unit) {
        return Err(Error::new_spanned(
            variant,
            "a variant stands for a string, so it holds no data: write a struct with optional attributes instead",
        ));
    }
    Ok(match Keys::read(&variant.attrs, VARIANT)?.text("name")? {
        Some(name) => Name { text: name.value(), span: name.span() },
        None => Name::of_variant(&variant.ident),
    })
}
