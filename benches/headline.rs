//! From exports to the headline, and the fold alone, on generated campaigns.

#![allow(missing_docs, clippy::unwrap_used, reason = "criterion's macros make items without documentation; a bench may stop at a failure")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::path::Path;
use yijin::person::Key;
use yijin::read::Input;
use yijin::{Book, BookOptions, Campaign, Progress, Question};
use yijin_generate::{Format, Plan};

const LINES: u64 = 100_000;

fn open(folder: &Path) -> Book {
    let options = BookOptions::new(Key::new(b"a key for benches only").unwrap());
    Book::open(vec![Input::path(folder)], Campaign::community_power(), options, &Progress::default()).unwrap()
}

fn headline(book: &Book, by: &[&str]) -> u64 {
    let question = Question { by: by.iter().map(|&name| name.to_owned()).collect(), ..Question::default() };
    book.headline(&question, &Progress::default()).unwrap().rows[0].figures[1].value.unwrap()
}

/// Checks the answer against the one that was written with the data.
fn check(folder: &Path, book: &Book) {
    let truth: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("truth.json")).unwrap()).unwrap();
    assert_eq!(truth["rows"][0]["households"].as_u64(), Some(headline(book, &[])));
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10).throughput(Throughput::Elements(LINES));
    for (name, format) in [("parquet", Format::Parquet), ("csv", Format::Csv), ("xlsx", Format::Xlsx)] {
        let folder = tempfile::tempdir().unwrap();
        let exports = folder.path().join("exports");
        yijin_generate::generate(&exports, &Plan { lines: LINES, seed: 1, format, mess: 0.0 }, &|_| true).unwrap();
        check(&exports, &open(&exports));
        group.bench_function(BenchmarkId::new("100k", name), |bench| bench.iter(|| open(&exports)));
    }
    group.finish();
    fold(criterion);
}

fn fold(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("exports");
    yijin_generate::generate(&exports, &Plan { lines: LINES, seed: 1, format: Format::Parquet, mess: 0.0 }, &|_| true).unwrap();
    let book = open(&exports);
    let mut group = criterion.benchmark_group("headline");
    group.sample_size(10).throughput(Throughput::Elements(LINES));
    group.bench_function("100k/total", |bench| bench.iter(|| headline(&book, &[])));
    group.bench_function("100k/province-stage-channel", |bench| bench.iter(|| headline(&book, &["province", "stage", "channel"])));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
