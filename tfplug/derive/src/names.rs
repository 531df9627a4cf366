use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Error, Ident};

/// A name in configuration, and where it was written.
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Name {
    /// The name of a field, as it is in Rust: `r#type` is `type`.
    pub(crate) fn of_field(ident: &Ident) -> Self {
        Name { text: ident.unraw().to_string(), span: ident.span() }
    }

    /// The name of a variant, in snake case.
    pub(crate) fn of_variant(ident: &Ident) -> Self {
        Name { text: snake_case(&ident.unraw().to_string()), span: ident.span() }
    }

    /// That Terraform takes it as the name of an attribute or block.
    pub(crate) fn check(&self) -> syn::Result<()> {
        let mut characters = self.text.chars();
        let starts = characters.next().is_some_and(|first| first.is_ascii_lowercase());
        if starts && characters.all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_') {
            return Ok(());
        }
        Err(Error::new(
            self.span,
            format!(
                "`{}` is no name of an attribute: it must start with a lower-case letter and hold lower-case letters, \
                 digits and underscores alone; #[schema(name = \"...\")] gives it another",
                self.text
            ),
        ))
    }
}

/// That no two names are the same.
pub(crate) fn check_unique<'a>(names: impl IntoIterator<Item = &'a Name>) -> syn::Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(&name.text) {
            return Err(Error::new(name.span, format!("the name `{}` is taken twice", name.text)));
        }
    }
    Ok(())
}

/// `StandardIa` is `standard_ia`, `KMSKey` is `kms_key`, `Archive30Days` is `archive30_days`.
fn snake_case(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (position, one) in characters.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(position + 1);
        let word_ends = before.is_some_and(|before| !before.is_uppercase() && *before != '_')
            || before.is_some_and(|before| before.is_uppercase())
                && after.is_some_and(|after| after.is_lowercase());
        if one.is_uppercase() && word_ends {
            snake.push('_');
        }
        snake.extend(one.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_named_in_snake_case() {
        for (rust, name) in [
            ("Standard", "standard"),
            ("AbortMultipart", "abort_multipart"),
            ("KMSKey", "kms_key"),
            ("S3", "s3"),
            ("Archive30Days", "archive30_days"),
            ("Already_Split", "already_split"),
        ] {
            assert_eq!(snake_case(rust), name);
        }
    }
}
