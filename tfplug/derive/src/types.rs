use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, Type};

/// The last name of a type's path: `Vec` of `std::vec::Vec<T>`.
pub(crate) fn last_name(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Type::Reference(reference) => last_name(&reference.elem),
        _ => None,
    }
}

/// The type that a `Value` holds.
pub(crate) fn held(of: &Type) -> Option<&Type> {
    let Type::Path(path) = of else { return None };
    let value = path.path.segments.last().filter(|segment| segment.ident == "Value")?;
    let PathArguments::AngleBracketed(arguments) = &value.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(of) => Some(of),
        _ => None,
    }
}

/// The name of the type that arranges blocks; `Value<Vec<T>>` arranges as `Vec<T>` does.
pub(crate) fn arrangement(of: &Type) -> Option<String> {
    last_name(held(of).unwrap_or(of))
}

/// Whether a type is written with a name that stands alone: `other::Bucket` is another `Bucket`.
pub(crate) fn names(of: &Type, ident: &Ident) -> bool {
    fn search(tokens: TokenStream, ident: &Ident) -> bool {
        let mut in_path = false;
        tokens.into_iter().any(|token| {
            let within = std::mem::replace(
                &mut in_path,
                matches!(&token, TokenTree::Punct(one) if one.as_char() == ':'),
            );
            match token {
                TokenTree::Ident(one) => !within && (one == *ident || one == "Self"),
                TokenTree::Group(group) => search(group.stream(), ident),
                TokenTree::Punct(_) | TokenTree::Literal(_) => false,
            }
        })
    }
    search(of.to_token_stream(), ident)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_where_it_stands_alone() {
        let ident: Ident = syn::parse_str("Rule").expect("a name");
        for (of, found) in [
            ("Value<Rule>", true),
            ("Value<Vec<Value<Rule>>>", true),
            ("Value<[Rule; 2]>", true),
            ("List<Self>", true),
            ("List<gcp::Rule>", false),
            ("List<Rules>", false),
        ] {
            assert_eq!(names(&syn::parse_str(of).expect(of), &ident), found, "{of}");
        }
    }
}
