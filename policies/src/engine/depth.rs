//! Refuses modules that regorus would hang on or overflow its stack with while it parses them.
//!
//! Measured on regorus 0.14: each further bracket around a literal makes parsing take 1.8 times as long (16 take
//! 0.9 s, unoptimized), and a chain of 500 operators, `1 + 1 + ...`, overflows a stack of 2 MB. Its own limits are on
//! bytes, lines and columns, so it is not asked before these two are counted.

use regorus::unstable::{Lexer, Source, TokenKind};

use super::located::located;
use crate::LoadError;

/// Brackets of all kinds within each other; a body counts as one.
const NESTED: usize = 12;

/// Operators in a row, with nothing between them but what they join.
const CHAINED: usize = 100;

/// Refuses a module that is nested too deep or chains too long.
pub(super) fn refuse(file: &str, text: &str) -> Result<(), LoadError> {
    let source = Source::from_contents(file.to_owned(), text.to_owned())
        .map_err(|error| LoadError::at(file, 0, error.to_string()))?;
    let mut lexer = Lexer::new(&source);
    // How many operators there have been in a row, within each bracket that is open.
    let mut chains = vec![0];
    loop {
        let token = lexer.next_token().map_err(|error| located(&error.to_string()))?;
        let line = token.1.line as usize;
        match (token.0, token.1.text()) {
            (TokenKind::Eof, _) => return Ok(()),
            (TokenKind::Symbol, "[" | "{" | "(") => chains.push(0),
            (TokenKind::Symbol, "]" | "}" | ")") if chains.len() > 1 => {
                chains.pop();
            }
            (TokenKind::Symbol, "+" | "-" | "*" | "/" | "%" | "|" | "&") => {
                if let Some(chain) = chains.last_mut() {
                    *chain += 1;
                }
            }
            // What joins references and is no operator; anything else that is a symbol ends a chain.
            (TokenKind::Symbol, ".") => {}
            (TokenKind::Symbol, _) => {
                if let Some(chain) = chains.last_mut() {
                    *chain = 0;
                }
            }
            _ => {}
        }
        if chains.len() > NESTED + 1 {
            return Err(LoadError::at(file, line, format!("brackets are nested more than {NESTED} deep")));
        }
        if chains.last().is_some_and(|chain| *chain > CHAINED) {
            return Err(LoadError::at(file, line, format!("more than {CHAINED} operators stand in a row")));
        }
    }
}
