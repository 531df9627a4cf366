use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Expr, ExprLit, Ident, Lit, LitStr, Token};

/// What is written in `#[schema(...)]`: `required, default = 5, validate = Validator::range(1, 9)`.
pub(crate) struct Keys(Vec<Key>);

/// One key, and its value if it has one.
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) span: Span,
    value: Option<Expr>,
}

/// A key that may be written, and what it takes.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
}

/// What a key takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Nothing: it is there or not.
    Nothing,
    /// A value.
    Value,
    /// A value, and may be written several times.
    Values,
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Key { name: name.to_string(), span: name.span(), value })
    }
}

impl Keys {
    /// Reads all the `#[schema(...)]` of one item, in which only the keys of `known` may stand.
    pub(crate) fn read(attributes: &[Attribute], known: &[Known]) -> syn::Result<Self> {
        let mut keys: Vec<Key> = Vec::new();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("schema")) {
            for key in attribute.parse_args_with(Punctuated::<Key, Token![,]>::parse_terminated)? {
                key.check(known, &keys)?;
                keys.push(key);
            }
        }
        Ok(Keys(keys))
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The values of a key, in order.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &Expr> {
        self.0.iter().filter(move |key| key.name == name).filter_map(|key| key.value.as_ref())
    }

    /// The value of a key that takes a text.
    pub(crate) fn text(&self, name: &str) -> syn::Result<Option<LitStr>> {
        match self.values(name).next() {
            None => Ok(None),
            Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Ok(Some(text.clone())),
            Some(other) => Err(Error::new_spanned(other, format!("`{name}` takes a text in quotes"))),
        }
    }

    /// The value of a key that takes a count.
    pub(crate) fn count(&self, name: &str) -> syn::Result<Option<u32>> {
        match self.values(name).next() {
            None => Ok(None),
            Some(Expr::Lit(ExprLit { lit: Lit::Int(count), .. })) => count.base10_parse().map(Some),
            Some(other) => Err(Error::new_spanned(other, format!("`{name}` takes a whole number"))),
        }
    }
}

impl Key {
    fn check(&self, known: &[Known], before: &[Key]) -> syn::Result<()> {
        let name = &self.name;
        let Some(takes) = known.iter().find(|known| known.name == name).map(|known| known.takes) else {
            let names: Vec<_> = known.iter().map(|known| format!("`{}`", known.name)).collect();
            let known = if names.is_empty() {
                "none is known here".to_owned()
            } else {
                format!("known are {}", names.join(", "))
            };
            return Err(Error::new(self.span, format!("unknown key `{name}`; {known}")));
        };
        if takes == Takes::Nothing && self.value.is_some() {
            return Err(Error::new(self.span, format!("`{name}` takes no value")));
        }
        if takes != Takes::Nothing && self.value.is_none() {
            return Err(Error::new(self.span, format!("`{name}` takes a value: `{name} = ...`")));
        }
        if takes != Takes::Values && before.iter().any(|key| key.name == *name) {
            return Err(Error::new(self.span, format!("`{name}` is written twice")));
        }
        Ok(())
    }
}
