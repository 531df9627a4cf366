use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, Ident, LitStr, Type};

use crate::default;
use crate::docs;
use crate::keys::Keys;
use crate::names::Name;
use crate::{rules, types};

/// A field of a struct, and what it is in the schema.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: Name,
    of: &'a Type,
    description: String,
    keys: Keys,
}

impl<'a> Field<'a> {
    /// Reads a field of the struct `owner`.
    pub(crate) fn read(owner: &Ident, ident: &'a Ident, field: &'a syn::Field) -> syn::Result<Self> {
        if types::names(&field.ty, owner) {
            return Err(Error::new_spanned(
                &field.ty,
                format!("a schema has an end, so that `{owner}` cannot hold itself"),
            ));
        }
        let keys = Keys::read(&field.attrs, rules::FIELD)?;
        rules::check(&keys, &field.ty)?;
        let name = match keys.text("name")? {
            Some(name) => Name { text: name.value(), span: name.span() },
            None => Name::of_field(ident),
        };
        name.check()?;
        Ok(Field { ident, name, of: &field.ty, description: docs::text(&field.attrs), keys })
    }

    /// The statement that reads the field of `value` from `source`. A type that cannot be read is told at the field.
    pub(crate) fn read_from_source(&self) -> TokenStream {
        let ident = self.ident;
        quote_spanned!(at(self.of)=> ::tfplug::__private::fill(&mut value.#ident, source))
    }

    /// The statement that writes the field of `self` to `sink`.
    pub(crate) fn write_to_sink(&self) -> TokenStream {
        let (ident, name) = (self.ident, &self.name.text);
        quote_spanned!(at(self.of)=> sink.entry(#name, &self.#ident);)
    }

    pub(crate) fn is_block(&self) -> bool {
        self.keys.has("block")
    }

    /// The expression of its `NestedBlock`.
    pub(crate) fn block(&self) -> syn::Result<TokenStream> {
        let (name, description, of) = (&self.name.text, &self.description, self.of);
        let min_items = self.keys.count("min_items")?.unwrap_or(0);
        let max_items = self.keys.count("max_items")?.unwrap_or(0);
        let new =
            quote!(::tfplug::__private::nested_block::<#of>(#name, #description, #min_items, #max_items));
        let changes = deprecated(&self.keys)?.map(|why| quote!(nested.block.deprecated = #why;));
        Ok(changed(&quote!(nested), new, changes))
    }

    /// The expression of its `Attribute`.
    pub(crate) fn attribute(&self) -> syn::Result<TokenStream> {
        let (name, description, of, mode) = (&self.name.text, &self.description, self.of, self.mode());
        let new = quote!(
            ::tfplug::__private::attribute::<#of>(#name, #description, ::tfplug::__private::Mode::#mode)
        );
        let flags = ["sensitive", "write_only", "replace", "keep_prior"];
        let mut changes: Vec<TokenStream> = flags
            .into_iter()
            .filter_map(|flag| self.keys.find(flag))
            .map(|key| {
                let flag = Ident::new(&key.name, key.span);
                quote!(attribute.#flag = true;)
            })
            .collect();
        changes.extend(deprecated(&self.keys)?.map(|why| quote!(attribute.deprecated = #why;)));
        changes.extend(self.keys.values("default").map(|value| {
            let data = default::data(value);
            quote!(attribute.default = ::core::option::Option::Some(#data);)
        }));
        changes.extend(self.keys.values("validate").map(|validator| {
            quote! {
                let validator: ::tfplug::Validator = #validator;
                attribute.validators.push(validator);
            }
        }));
        Ok(changed(&quote!(attribute), new, changes))
    }

    /// The name of the `Mode`: whoever sets nothing and has no default is optional.
    fn mode(&self) -> Ident {
        let (optional, computed) = (self.keys.has("optional"), self.keys.has("computed"));
        let mode = if self.keys.has("required") {
            "Required"
        } else if self.keys.has("default") || optional && computed {
            "OptionalComputed"
        } else if computed {
            "Computed"
        } else {
            "Optional"
        };
        Ident::new(mode, self.ident.span())
    }
}

/// The expression of an `Option<String>` that says why something is deprecated.
pub(crate) fn deprecated(keys: &Keys) -> syn::Result<Option<TokenStream>> {
    let why: Option<LitStr> = keys.text("deprecated")?;
    Ok(why.map(|why| quote!(::core::option::Option::Some(::std::string::String::from(#why)))))
}

fn changed(
    name: &TokenStream,
    new: TokenStream,
    changes: impl IntoIterator<Item = TokenStream>,
) -> TokenStream {
    let mut changes = changes.into_iter().peekable();
    if changes.peek().is_none() {
        return new;
    }
    quote!({
        let mut #name = #new;
        #(#changes)*
        #name
    })
}

/// The place of what the user wrote, for code that is ours all the same: its names must not be looked up there, which
/// may be inside another macro.
fn at(written: &impl Spanned) -> Span {
    Span::call_site().located_at(written.span())
}
