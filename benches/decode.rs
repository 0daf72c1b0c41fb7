//! The floor under every answer from Parquet: the columns that a task needs, decoded with arrow-rs on two threads and dropped.
//!
//! `decode TASK FOLDER` prints the seconds as JSON.

#![allow(clippy::unwrap_used, reason = "a bench may stop at a failure")]

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use rayon::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What the plain headline asks of a line.
const PLAIN: [&str; 7] = ["order_date", "community_id", "household_id", "product_id", "supplier_id", "status", "refund_of"];

/// What the full headline asks beside it: keys, what was paid, and refunds.
const FULL: [&str; 5] = ["order_id", "line_no", "quantity", "amount", "refund_line_no"];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (task, folder) = (arguments.next().unwrap(), PathBuf::from(arguments.next().unwrap()));
    let columns: Vec<&str> = if task == "h1" { PLAIN.to_vec() } else { [&PLAIN[..], &FULL[..]].concat() };
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global().unwrap();
    let began = Instant::now();
    let rows: usize = groups(&folder).par_iter().map(|(path, metadata, group)| decode(path, metadata, *group, &columns)).sum();
    let seconds = began.elapsed().as_secs_f64();
    println!("{{\"seconds\": {seconds}, \"answer\": [], \"rows\": {rows}}}");
}

/// Returns the row groups of the ledger's files.
fn groups(folder: &Path) -> Vec<(PathBuf, ArrowReaderMetadata, usize)> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let ledger = files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ledger-")));
    let of_file = |path: PathBuf| {
        let metadata = ArrowReaderMetadata::load(&File::open(&path).unwrap(), Default::default()).unwrap();
        (0..metadata.metadata().num_row_groups()).map(move |group| (path.clone(), metadata.clone(), group))
    };
    ledger.flat_map(of_file).collect()
}

fn decode(path: &Path, metadata: &ArrowReaderMetadata, group: usize, columns: &[&str]) -> usize {
    let mask = ProjectionMask::columns(metadata.parquet_schema(), columns.iter().copied());
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(path).unwrap(), metadata.clone());
    let reader = builder.with_row_groups(vec![group]).with_projection(mask).with_batch_size(1 << 15).build().unwrap();
    reader.map(|batch| batch.unwrap().num_rows()).sum()
}
