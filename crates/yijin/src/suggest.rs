//! "Did you mean": the nearest of the names there are.

/// Returns `; did you mean 'x'?` for the candidate nearest to `found`, or an empty text where none is near.
///
/// # Example
/// ```
/// use yijin::suggest::did_you_mean;
/// assert_eq!(did_you_mean("provnce", ["province", "city"]), "; did you mean 'province'?");
/// assert_eq!(did_you_mean("zzzz", ["province", "city"]), "");
/// ```
pub fn did_you_mean<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(found, candidates).map(|name| format!("; did you mean '{name}'?")).unwrap_or_default()
}

/// The bytes of the longest name that is compared: longer ones are no misspelling.
const LONGEST: usize = 256;

/// Returns the candidate nearest to `found` by Damerau–Levenshtein similarity, where one is at least half alike.
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = Some(found).filter(|found| found.len() <= LONGEST)?.to_lowercase();
    candidates
        .into_iter()
        .filter(|name| name.len() <= LONGEST)
        .map(|name| (strsim::normalized_damerau_levenshtein(&found, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_length_are_answered_at_once() {
        let long = "数".repeat(1 << 19);
        assert_eq!(nearest("数量", [long.as_str(), "数目"]), Some("数目"));
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }
}
