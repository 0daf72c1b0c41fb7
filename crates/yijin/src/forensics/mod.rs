//! What an auditor looks at in a book: purchases that are not as most are.
//!
//! A finding is a place to look, with its lines, its measure and what would have been expected; it says nothing of why. Each check is a file.

mod ask;
mod declared_out_of_line;
mod evidence;
mod finding;
mod first_digits;
mod heaped_digits;
mod many_communities;
mod outlying_amounts;
mod round_amounts;
mod same_baskets;
mod stage_end_bursts;

pub use finding::{Finding, Forensics};

use crate::book::Book;
use crate::calendar::Day;
use crate::error::{ErrorKind, Result};
use crate::evaluate::refused;
use crate::headline::{Question, Scope};
use crate::progress::Progress;
use crate::suggest::did_you_mean;
use ask::{Ask, Found};
use serde::de::DeserializeOwned;

/// Every check, in the order of the documentation.
pub const CHECKS: [&str; 8] = [
    "many_communities",
    "same_baskets",
    "stage_end_bursts",
    "outlying_amounts",
    "round_amounts",
    "heaped_digits",
    "declared_out_of_line",
    "first_digits",
];

impl Book {
    /// Returns what checks find in the lines that qualify by a day (the campaign's last where absent): each check by name, with its parameters as a
    /// JSON object; what it does not name has its default.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`] for a check that does not exist, [`ErrorKind::BadOption`] for parameters that it does not take, and as [`Book::lines`].
    pub fn forensics(&self, checks: &[(String, String)], as_of: Option<Day>, progress: &Progress) -> Result<Forensics> {
        let question = Question { as_of, ..Question::default() };
        let scope = Scope::new(&question, self.campaign())?;
        let ask = Ask { book: self, question, scope, progress };
        let mut forensics = Forensics { as_of: scope.as_of, ..Forensics::default() };
        for (name, parameters) in checks {
            let (id, found) = checked(&ask, name, parameters)?;
            forensics.add(id, found);
        }
        Ok(forensics)
    }
}

/// Returns what the check of this name finds.
fn checked(ask: &Ask<'_>, name: &str, given: &str) -> Result<(&'static str, Found)> {
    let Some(id) = CHECKS.into_iter().find(|id| *id == name) else {
        let hint = did_you_mean(name, CHECKS);
        return Err(ErrorKind::UnknownName { what: "check", found: name.to_owned(), allowed: CHECKS.join(", "), hint }.into());
    };
    let found = match id {
        "many_communities" => many_communities::find(ask, &parameters(given)?),
        "same_baskets" => same_baskets::find(ask, &parameters(given)?),
        "stage_end_bursts" => stage_end_bursts::find(ask, &parameters(given)?),
        "outlying_amounts" => outlying_amounts::find(ask, &parameters(given)?),
        "round_amounts" => round_amounts::find(ask, &parameters(given)?),
        "heaped_digits" => heaped_digits::find(ask, &parameters(given)?),
        "declared_out_of_line" => declared_out_of_line::find(ask, &parameters(given)?),
        _ => first_digits::find(ask, &parameters(given)?),
    };
    Ok((id, found?))
}

fn parameters<P: DeserializeOwned>(given: &str) -> Result<P> {
    serde_json::from_str(given).map_err(|error| {
        let found = error.to_string();
        refused("checks", "parameters as the check takes them", found.split(" at line").next().unwrap_or_default())
    })
}

/// Refuses a parameter that is not a number above a bound.
fn check_above(name: &str, value: f64, bound: f64) -> Result<()> {
    if value.is_finite() && value > bound { Ok(()) } else { Err(refused("checks", &format!("{name} above {bound}"), value)) }
}

/// Refuses a parameter that is not a whole number of at least `least`.
fn check_least(name: &str, value: u64, least: u64) -> Result<()> {
    if value >= least { Ok(()) } else { Err(refused("checks", &format!("{name} of {least} or more"), value)) }
}

/// Refuses a parameter that is above `most`.
fn check_most(name: &str, value: u64, most: u64) -> Result<()> {
    if value <= most { Ok(()) } else { Err(refused("checks", &format!("{name} of {most} or less"), value)) }
}

/// Refuses a level of significance that is not between 0 and 1.
fn check_alpha(alpha: f64) -> Result<()> {
    if alpha > 0.0 && alpha < 1.0 { Ok(()) } else { Err(refused("checks", "alpha between 0 and 1", alpha)) }
}
