//! Writes a campaign: `cargo run -p yijin-generate --example generate -- OUT LINES SEED FORMAT MESS`.

use std::error::Error;
use yijin_generate::{Plan, generate};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, lines, seed, format, mess] = arguments.as_slice() else {
        return Err("expected five arguments: OUT LINES SEED csv|xlsx|parquet|mixed MESS".into());
    };
    let plan = Plan { lines: lines.parse()?, seed: seed.parse()?, format: format.parse()?, mess: mess.parse()? };
    let summary = generate(out.as_ref(), &plan, &|lines| {
        eprint!("\r{lines} of {} lines", plan.lines);
        true
    })?;
    eprintln!("\r{} rows of the ledger, {} files in {out}", summary.lines, summary.files.len());
    Ok(())
}
