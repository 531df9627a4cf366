//! Expressions as the SDK of AWS Budgets has them.

use aws_sdk_budgets::error::BuildError;
use aws_sdk_budgets::types::{
    self, CostCategoryValues, Dimension, ExpressionDimensionValues, MatchOption, ProductAttributeValues,
    TagValues,
};

use super::{Expression, Kind, Match};

impl Expression {
    /// The expression as the SDK sends it.
    ///
    /// # Errors
    /// A part that the API needs is missing.
    pub(in super::super) fn to_sdk(&self) -> Result<types::Expression, BuildError> {
        let list = |parts: &[Expression]| parts.iter().map(Expression::to_sdk).collect::<Result<_, _>>();
        let builder = types::Expression::builder();
        let builder = match self {
            Expression::And(parts) => builder.set_and(Some(list(parts)?)),
            Expression::Or(parts) => builder.set_or(Some(list(parts)?)),
            Expression::Not(part) => builder.not(part.to_sdk()?),
            Expression::Match(found) => return found.to_sdk(),
        };
        Ok(builder.build())
    }

    /// The expression that the SDK received; `None` for an empty one.
    pub(in super::super) fn of_sdk(found: &types::Expression) -> Option<Expression> {
        let list = |parts: &[types::Expression]| parts.iter().filter_map(Expression::of_sdk).collect();
        if let Some(parts) = &found.and {
            return Some(Expression::And(list(parts)));
        }
        if let Some(parts) = &found.or {
            return Some(Expression::Or(list(parts)));
        }
        if let Some(part) = &found.not {
            return Expression::of_sdk(part).map(|part| Expression::Not(Box::new(part)));
        }
        match_of_sdk(found).map(Expression::Match)
    }
}

impl Match {
    fn to_sdk(&self) -> Result<types::Expression, BuildError> {
        let key = self.key.clone();
        let values = Some(self.values.clone()).filter(|values| !values.is_empty());
        let options: Vec<_> = self.options.iter().map(|option| MatchOption::from(option.as_str())).collect();
        let options = Some(options).filter(|options| !options.is_empty());
        let builder = types::Expression::builder();
        Ok(match self.kind {
            Kind::Dimension => builder.dimensions(
                ExpressionDimensionValues::builder()
                    .key(Dimension::from(key.as_str()))
                    .set_values(Some(values.unwrap_or_default()))
                    .set_match_options(options)
                    .build()?,
            ),
            Kind::Tag => builder
                .tags(TagValues::builder().key(key).set_values(values).set_match_options(options).build()),
            Kind::CostCategory => builder.cost_categories(
                CostCategoryValues::builder().key(key).set_values(values).set_match_options(options).build(),
            ),
            Kind::ProductAttribute => builder.product_attributes(
                ProductAttributeValues::builder()
                    .key(key)
                    .set_values(values)
                    .set_match_options(options)
                    .build()?,
            ),
        }
        .build())
    }
}

fn match_of_sdk(found: &types::Expression) -> Option<Match> {
    let matched = |kind, key: &str, values: &[String], options: &[MatchOption]| Match {
        kind,
        key: key.to_owned(),
        values: values.to_vec(),
        options: options.iter().map(|option| option.as_str().to_owned()).collect(),
    };
    if let Some(found) = &found.dimensions {
        return Some(matched(Kind::Dimension, found.key.as_str(), &found.values, found.match_options()));
    }
    if let Some(found) = &found.tags {
        return Some(matched(Kind::Tag, found.key()?, found.values(), found.match_options()));
    }
    if let Some(found) = &found.cost_categories {
        return Some(matched(Kind::CostCategory, found.key()?, found.values(), found.match_options()));
    }
    let found = found.product_attributes.as_ref()?;
    Some(matched(Kind::ProductAttribute, found.key(), found.values(), found.match_options()))
}
