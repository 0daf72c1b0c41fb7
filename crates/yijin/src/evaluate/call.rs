//! The statistics by name, with arguments and results as JSON: how a binding reaches them.

use super::{
    adjust, anonymity, audit, back_test, bootstrap, capture, clerical, cluster, declared, dominance, duplicates, forensics, goalposts,
    growth, increments, index, inequality, influence, missing, moments, outliers, projection, proportion, ranking, rate, refused,
    resampled, robustness, scorecard, survival, target, trend, union, weights,
};
use crate::error::{Error, ErrorKind, Result};
use crate::progress::Progress;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Returns the result of a statistic for the list of its arguments. A number that is not finite is null.
///
/// # Errors
/// [`ErrorKind::UnknownName`] for a statistic that does not exist, [`ErrorKind::BadOption`] for arguments that it does not take, and the statistic's own;
/// [`ErrorKind::Interrupted`] where a long one is asked to stop.
pub fn call(name: &str, arguments: &str, progress: &Progress) -> Result<Value> {
    let given = arguments;
    match name {
        "share" => with(given, |(count, n, level, method)| proportion::share(count, n, level, method)),
        "difference" => with(given, |(first, second, level)| proportion::difference(first, second, level)),
        "poisson" => with(given, |(count, exposure, level)| rate::poisson(count, exposure, level)),
        "ratio" => with(given, |(first, second, level)| rate::ratio(first, second, level)),
        "holm" => with(given, |(p,): (Vec<f64>,)| adjust::holm(&p)),
        "benjamini_hochberg" => with(given, |(p,): (Vec<f64>,)| adjust::benjamini_hochberg(&p)),
        "chapman" => with(given, |(first, second, both, level)| capture::chapman(first, second, both, level)),
        "chao1" => with(given, |(once, twice, observed, level)| capture::chao1(once, twice, observed, level)),
        "decomposed" => with(given, |(values, groups): (Vec<f64>, Vec<String>)| inequality::decomposed(&values, &groups)),
        "correlation" => with(given, |(x, y): (Vec<f64>, Vec<f64>)| ranking::correlation(&x, &y)),
        "concordance" => with(given, |(rankings,): (Vec<Vec<f64>>,)| ranking::concordance(&rankings)),
        "similarity" => with(given, |(reference, other): (Vec<f64>, Vec<f64>)| ranking::similarity(&reference, &other)),
        "entropy" => with(given, |(matrix,): (Vec<Vec<f64>>,)| weights::entropy(&matrix)),
        "critic" => with(given, |(matrix,): (Vec<Vec<f64>>,)| weights::critic(&matrix)),
        "judged" => with(given, |(matrix,): (Vec<Vec<f64>>,)| weights::judged(&matrix)),
        "normalised" => with(given, |(matrix, directions, how): (Vec<Vec<f64>>, Vec<_>, _)| index::normalised(&matrix, &directions, how)),
        "composed" => with(given, |(matrix, weights, how): (Vec<Vec<f64>>, Vec<f64>, _)| index::composed(&matrix, &weights, how)),
        "topsis" => {
            with(given, |(matrix, directions, weights): (Vec<Vec<f64>>, Vec<_>, Vec<f64>)| index::topsis(&matrix, &directions, &weights))
        }
        "closeness" => with(given, |(matrix, weights): (Vec<Vec<f64>>, Vec<f64>)| index::closeness(&matrix, &weights)),
        "obstacles" => with(given, |(matrix, weights): (Vec<Vec<f64>>, Vec<f64>)| index::obstacles(&matrix, &weights)),
        "rank_intervals" => with(given, |(matrix, weights, how, draws): (Vec<Vec<f64>>, Vec<f64>, _, _)| {
            robustness::rank_intervals(&matrix, &weights, how, draws, progress)
        }),
        "perturbed" => with(given, |(matrix, weights, how, factors): (Vec<Vec<f64>>, Vec<f64>, _, Vec<f64>)| {
            robustness::perturbed(&matrix, &weights, how, &factors)
        }),
        "without_each" => {
            with(given, |(matrix, weights, how): (Vec<Vec<f64>>, Vec<f64>, _)| robustness::without_each(&matrix, &weights, how))
        }
        "between" => with(given, |(matrix, goalposts): (Vec<Vec<f64>>, Vec<_>)| goalposts::between(&matrix, &goalposts)),
        "towards" => with(given, |(matrix, directions, targets): (Vec<Vec<f64>>, Vec<_>, Vec<f64>)| {
            goalposts::towards(&matrix, &directions, &targets)
        }),
        "complete" => {
            with(given, |(matrix, directions, rule): (Vec<Vec<Option<f64>>>, Vec<_>, _)| missing::complete(&matrix, &directions, rule))
        }
        "top_correlation" => with(given, |(x, y): (Vec<f64>, Vec<f64>)| ranking::top_correlation(&x, &y)),
        "duplicates" => with(given, |(ids, contents): (Vec<String>, Vec<Vec<String>>)| duplicates::duplicates(&ids, &contents)),
        "outliers" => with(given, |(values, threshold): (Vec<f64>, f64)| outliers::outliers(&values, threshold)),
        "dominance" => with(given, |(contributions, p, n, k): (Vec<f64>, f64, usize, f64)| dominance::dominance(&contributions, p, n, k)),
        "anonymity" => {
            with(given, |(keys, sensitive, k): (Vec<Vec<String>>, Vec<String>, usize)| anonymity::anonymity(&keys, &sensitive, k))
        }
        "audit" => with(given, |(table, hidden): (Vec<Vec<u64>>, Vec<_>)| audit::audit(&table, &hidden)),
        "union" => with(given, |(parts, total, hidden): (Vec<u64>, u64, Vec<_>)| union::union(&parts, total, &hidden)),
        "scorecards" => with(given, |(matrix, directions, weights, conventions, draws): (Vec<Vec<f64>>, Vec<_>, Vec<f64>, _, _)| {
            scorecard::scorecards(&matrix, &directions, &weights, conventions, draws, progress)
        }),
        "benford" => with(given, |(values, second): (Vec<f64>, bool)| forensics::benford(&values, second)),
        "heaping" => with(given, |(counts,): (Vec<u64>,)| forensics::heaping(&counts)),
        "project" => with(given, |(x, y, places, target, level): (Vec<f64>, Vec<f64>, Vec<f64>, _, _)| {
            projection::project(&x, &y, &places, target, level)
        }),
        "project_increments" => with(given, |(values, ahead, target, last, draws, level): (Vec<f64>, _, _, _, _, _)| {
            increments::project_increments(&values, ahead, target, last, draws, level, progress)
        }),
        "back_test" => {
            with(given, |(values, horizon, first, way): (Vec<f64>, _, _, _)| back_test::back_test(&values, horizon, first, way, progress))
        }
        "theil_sen" => with(given, |(x, y, level): (Vec<f64>, Vec<f64>, f64)| trend::theil_sen(&x, &y, level, progress)),
        "attainment" => with(given, |(actual, goal, as_of, periods): (_, _, _, Vec<_>)| target::attainment(actual, goal, as_of, &periods)),
        "attainments" => with(given, |(values, targets): (Vec<f64>, Vec<f64>)| target::attainments(&values, &targets)),
        "resampled" => with(given, |(values, over, resamples, plan): (Vec<f64>, Option<Vec<f64>>, Vec<Vec<usize>>, _)| {
            bootstrap::resampled(&values, over.as_deref(), &resamples, plan, progress)
        }),
        "growth" => with(given, |(curve, x, y, start): (_, Vec<f64>, Vec<f64>, _)| growth::growth(curve, &x, &y, start)),
        "bass" => with(given, |(adoptions, start): (Vec<f64>, _)| growth::bass(&adoptions, start)),
        "totals" => with(given, |(curve, parameters, x): (_, _, Vec<f64>)| growth::totals(curve, &parameters, &x)),
        "bass_totals" => with(given, |(parameters, periods): (_, Vec<f64>)| growth::bass_totals(&parameters, &periods)),
        "moments" => with(given, |(values,): (Vec<f64>,)| moments::moments(&values)),
        "money" => with(given, |(fen,): (Vec<i64>,)| moments::money(&fen)),
        "clerical" => with(given, |(distinct, pairs, seen, same, level)| clerical::clerical(distinct, pairs, seen, same, level)),
        "declared" => with(given, |(lines,): (Vec<_>,)| Ok(declared::declared(&lines))),
        _ => Err(unknown(name)),
    }
}

/// Returns the result of a statistic over long columns: `cluster_mean` of (level) and `bootstrap` of a plan over households in communities, `spread` of
/// (measure, level) over units on their own where there are no codes, `lorenz`, and `weighted_gini` over values and weights.
///
/// # Errors
/// As [`call`].
pub fn call_clustered(
    name: &str,
    values: &[f64],
    over: Option<&[f64]>,
    codes: &[i64],
    arguments: &str,
    progress: &Progress,
) -> Result<Value> {
    match name {
        "spread" => with(arguments, |(measure, level)| influence::measured(values, some(codes), measure, level)),
        "lorenz" => with(arguments, |[]: [f64; 0]| inequality::lorenz(values)),
        "weighted_gini" => with(arguments, |[]: [f64; 0]| influence::weighted(values, over.unwrap_or_default())),
        "cluster_mean" => with(arguments, |(level,)| cluster::mean(values, codes, level)),
        "bootstrap" => with(arguments, |(plan,)| bootstrap::bootstrap(values, over, codes, plan, progress)),
        _ => Err(unknown(name)),
    }
}

/// Returns the result of a statistic of spells, each with its time, whether the event ended it and, where groups are compared, the number of its group:
/// `kaplan_meier` of (level), `log_rank` of nothing.
///
/// # Errors
/// As [`call`].
pub fn call_spells(name: &str, times: &[f64], events: &[bool], groups: &[i64], arguments: &str) -> Result<Value> {
    let spells = survival::Spells { times, events, counts: None };
    match name {
        "kaplan_meier" => with(arguments, |(level,)| survival::kaplan_meier(&spells, level)),
        "log_rank" => with(arguments, |(): ()| {
            let number = |group: &i64| usize::try_from(*group).map_err(|_| refused("groups", "numbers from 0", group));
            survival::log_rank(&spells, &groups.iter().map(number).collect::<Result<Vec<usize>>>()?)
        }),
        _ => Err(unknown(name)),
    }
}

/// Returns an index of rows and how firm its ranks are under resampled communities, by a plan.
///
/// # Errors
/// As [`call`].
pub fn call_resampled(rows: resampled::Rows<'_>, arguments: &str, progress: &Progress) -> Result<Value> {
    with(arguments, |(plan,)| resampled::resampled(rows, &plan, progress))
}

/// Returns codes, where there are any.
fn some(codes: &[i64]) -> Option<&[i64]> {
    (!codes.is_empty()).then_some(codes)
}

fn unknown(name: &str) -> Error {
    let allowed = "a statistic of yijin.evaluate".to_owned();
    ErrorKind::UnknownName { what: "statistic", found: name.to_owned(), allowed, hint: String::new() }.into()
}

fn with<A: DeserializeOwned, R: Serialize>(arguments: &str, statistic: impl FnOnce(A) -> Result<R>) -> Result<Value> {
    told(&statistic(read(arguments)?)?)
}

/// Returns arguments that are JSON.
///
/// # Errors
/// [`ErrorKind::BadOption`] where they are others.
pub fn read<A: DeserializeOwned>(arguments: &str) -> Result<A> {
    serde_json::from_str(arguments).map_err(|error| {
        let found = error.to_string();
        refused("arguments", "numbers as the statistic takes them", found.split(" at line").next().unwrap_or_default())
    })
}

/// Returns a result as JSON. A number that is not finite is null.
///
/// # Errors
/// [`ErrorKind::Unsound`] for one that JSON cannot tell, which no statistic has.
pub fn told<R: Serialize>(found: &R) -> Result<Value> {
    serde_json::to_value(found).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_long_stops() {
        let (running, matrix) = ("[1, 3, 4, 8, 9, 12]", "[[1, 0], [0, 1]]");
        let (draws, of_weights) = (r#"{"replicates": 9, "seed": 0}"#, r#"{"count": 9, "seed": 0, "concentration": null, "threads": 2}"#);
        let conventions = r#"{"normalisation": "min_max", "aggregation": "arithmetic"}"#;
        let plan = r#"{"statistic": "total", "replicates": 2, "seed": 0, "level": 0.9, "method": "percentile", "threads": 1}"#;
        let long = [
            ("project_increments", format!("[{running}, 2, null, null, {draws}, 0.9]")),
            ("back_test", format!(r#"[{running}, 1, 3, {{"method": "line", "last": null, "draws": {draws}, "level": 0.9}}]"#)),
            ("theil_sen", format!("[{running}, {running}, 0.9]")),
            ("rank_intervals", format!(r#"[{matrix}, [1, 1], "arithmetic", {of_weights}]"#)),
            ("scorecards", format!(r#"[{matrix}, ["more", "more"], [1, 1], {conventions}, {of_weights}]"#)),
            ("resampled", format!("[{running}, null, [[0, 1, 2], [3, 4, 5]], {plan}]")),
        ];
        let stopped = Progress::default();
        stopped.stop();
        for (name, arguments) in long {
            assert!(call(name, &arguments, &Progress::default()).is_ok(), "{name}");
            let error = call(name, &arguments, &stopped).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Interrupted), "{name}");
        }
    }
}
