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

/// Returns the candidate nearest to `found` by Damerau–Levenshtein similarity, where one is at least half alike.
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    candidates
        .into_iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(&found, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}
