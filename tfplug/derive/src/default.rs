use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprArray, ExprLit, ExprUnary, Lit, Type, UnOp};

use crate::types;

/// Checks what can be seen of a default without knowing the types: a literal must suit the field, and a decimal is
/// written digit by digit.
pub(crate) fn check(value: &Expr, of: &Type) -> syn::Result<()> {
    let Some(literal) = literal(value) else { return Ok(()) };
    if let Lit::Float(float) = literal
        && float.base10_digits().contains(['e', 'E'])
    {
        return Err(Error::new_spanned(value, "write the digits of the default out, without an exponent"));
    }
    let Some(held) = types::held(of).and_then(types::last_name) else { return Ok(()) };
    let (suits, wanted) = match held.as_str() {
        "String" => (matches!(literal, Lit::Str(_)), "a text in quotes"),
        "bool" => (matches!(literal, Lit::Bool(_)), "`true` or `false`"),
        "i64" | "u32" | "u64" => (matches!(literal, Lit::Int(_)), "a whole number"),
        "f64" | "Number" => (matches!(literal, Lit::Int(_) | Lit::Float(_)), "a number"),
        _ => return Ok(()),
    };
    if suits {
        Ok(())
    } else {
        Err(Error::new_spanned(value, format!("the default of a `{held}` is {wanted}")))
    }
}

/// The expression of a default's `Data`. A decimal keeps its digits, and `["a", "b"]` is a list.
pub(crate) fn data(value: &Expr) -> TokenStream {
    match (value, literal(value)) {
        (_, Some(Lit::Float(float))) => {
            let sign = if matches!(value, Expr::Unary(_)) { "-" } else { "" };
            let digits = format!("{sign}{}", float.base10_digits());
            quote!(::tfplug::__private::decimal(#digits))
        }
        (Expr::Array(ExprArray { elems, .. }), _) => {
            let items = elems.iter().map(data);
            quote!(::tfplug::Data::List(::std::vec![#(#items),*]))
        }
        // A type that `Data` is not made of must be told at the default.
        _ => {
            let at = Span::call_site().located_at(value.span());
            quote_spanned!(at=> ::tfplug::Data::from(#value))
        }
    }
}

/// The literal that an expression is, but for its sign.
fn literal(value: &Expr) -> Option<&Lit> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => literal(expr),
        _ => None,
    }
}
