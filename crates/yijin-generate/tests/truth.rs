//! The truth of a small campaign, counted again from its files with plain hash sets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use yijin_generate::{Error, Format, Plan, generate};

type Record = HashMap<String, String>;

fn write(format: Format, mess: f64) -> (tempfile::TempDir, Json) {
    let folder = tempfile::tempdir().unwrap();
    generate(folder.path(), &Plan { lines: 12_000, seed: 5, format, mess }, &|_| true).unwrap();
    let truth = std::fs::read(folder.path().join("truth.json")).unwrap();
    (folder, serde_json::from_slice(&truth).unwrap())
}

fn read(folder: &Path, prefix: &str) -> Vec<Record> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|file| file.file_name().unwrap().to_str().unwrap().starts_with(prefix));
    files.iter().flat_map(|file| records(file)).collect()
}

fn records(file: &Path) -> Vec<Record> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|record| record.unwrap()).collect()
}

fn in_window(date: &str) -> bool {
    ("2019-05-01"..="2020-09-30").contains(&date)
}

fn milli(text: &str) -> i64 {
    (text.parse::<f64>().unwrap() * 1000.0).round() as i64
}

/// For each line: what came back by the campaign's end (thousandths, fen), and whether a refund names it at all.
fn refunds(ledger: &[Record]) -> HashMap<(String, String), (i64, i64)> {
    let mut lines: HashMap<&str, Vec<&Record>> = HashMap::new();
    ledger.iter().filter(|row| row["原订单编号"].is_empty()).for_each(|row| lines.entry(&row["订单编号"]).or_default().push(row));
    let mut back = HashMap::new();
    for row in ledger.iter().filter(|row| !row["原订单编号"].is_empty()) {
        let order = &lines[row["原订单编号"].as_str()];
        let by_number = |line: &&&Record| line["行号"] == row["原行号"];
        let by_product = |line: &&&Record| line["产品编号"] == row["产品编号"];
        let line = if row["原行号"].is_empty() { order.iter().find(by_product) } else { order.iter().find(by_number) };
        let entry: &mut (i64, i64) = back.entry((row["原订单编号"].clone(), line.unwrap()["行号"].clone())).or_default();
        if row["下单日期"].as_str() <= "2020-09-30" {
            entry.0 += milli(&row["数量"]).abs();
            entry.1 += milli(&row["金额(元)"]).abs() / 10;
        }
    }
    back
}

/// The ledger with each key once.
fn once(ledger: Vec<Record>) -> Vec<Record> {
    let mut seen = HashSet::new();
    ledger.into_iter().filter(|row| seen.insert((row["订单编号"].clone(), row["行号"].clone()))).collect()
}

/// The qualifying lines with their net fen.
fn qualifying(ledger: &[Record]) -> Vec<(&Record, i64)> {
    let back = refunds(ledger);
    let lines = ledger.iter().filter(|row| row["原订单编号"].is_empty() && in_window(&row["下单日期"]));
    lines
        .filter_map(|row| {
            let returned = back.get(&(row["订单编号"].clone(), row["行号"].clone()));
            let counts = row["订单状态"] == "已完成" || (row["订单状态"] == "已退款" && returned.is_some());
            let (quantity, amount) = returned.copied().unwrap_or_default();
            let is_left = counts && milli(&row["数量"]) > quantity;
            is_left.then(|| (row, (milli(&row["金额(元)"]) / 10 - amount).max(0)))
        })
        .collect()
}

fn stage(date: &str) -> Option<&'static str> {
    let stages = [("1", "2019-05-01", "2019-08-31"), ("2", "2019-09-01", "2019-11-30"), ("3", "2020-01-01", "2020-09-30")];
    stages.into_iter().find(|(_, start, end)| (*start..=*end).contains(&date)).map(|(stage, ..)| stage)
}

fn by_key<'a>(rows: &'a [Record], key: &str) -> HashMap<&'a str, &'a Record> {
    rows.iter().map(|row| (row[key].as_str(), row)).collect()
}

/// The seven figures of some lines, in the order of the truth.
fn figures(folder: &Path, lines: &[(&Record, i64)]) -> [i64; 7] {
    let (projects, products) = (read(folder, "projects"), read(folder, "products"));
    let (suppliers, register) = (read(folder, "suppliers"), read(folder, "poor_households"));
    let (projects, products) = (by_key(&projects, "项目编号"), by_key(&products, "产品编号"));
    let register: HashSet<&str> = register.iter().map(|row| row["户编号"].as_str()).collect();
    let (mut communities, mut households, mut custom) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut sold: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (row, _) in lines {
        let date = row["下单日期"].as_str();
        if projects.get(row["社区编号"].as_str()).is_some_and(|project| project["参战日期"].as_str() <= "2020-09-30") {
            communities.insert(&row["社区编号"]);
        }
        if !row["业主编号"].is_empty() {
            households.insert(&row["业主编号"]);
        }
        let product = products.get(row["产品编号"].as_str());
        if product.is_some_and(|product| product["是否定制研发"] == "是" && product["上线日期"].as_str() <= date) {
            custom.insert(&row["产品编号"]);
        }
        let supplier = if row["供应商编号"].is_empty() {
            product.map(|product| &product["供应商编号"])
        } else {
            Some(&row["供应商编号"])
        };
        if let Some(supplier) = supplier {
            sold.entry(supplier).or_default().insert(date);
        }
    }
    let (mut direct, mut indirect) = (HashSet::new(), HashSet::new());
    let own = suppliers.iter().filter(|row| sold.contains_key(row["供应商编号"].as_str()) && register.contains(row["户编号"].as_str()));
    direct.extend(own.map(|row| row["户编号"].clone()));
    for link in read(folder, "benefit_links") {
        let holds = |date: &&str| link["起始日期"].as_str() <= *date && (link["终止日期"].is_empty() || *date <= link["终止日期"].as_str());
        if sold.get(link["供应商编号"].as_str()).is_some_and(|dates| dates.iter().any(holds)) {
            let set = if ["产品销售", "订单种养"].contains(&link["带贫方式"].as_str()) { &mut direct } else { &mut indirect };
            set.insert(link["户编号"].clone());
        }
    }
    let only = indirect.difference(&direct).count();
    let counts = [communities.len(), households.len(), custom.len(), direct.len(), only, lines.len()].map(|count| count as i64);
    let amount = lines.iter().map(|(_, fen)| fen).sum();
    [counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], amount]
}

fn told(row: &Json) -> [i64; 7] {
    let names =
        ["communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households", "lines", "amount_fen"];
    names.map(|name| row[name].as_i64().unwrap())
}

#[test]
fn the_truth_is_what_the_files_say() {
    let (folder, truth) = write(Format::Csv, 0.0);
    let ledger = once(read(folder.path(), "ledger"));
    let lines = qualifying(&ledger);
    let projects = read(folder.path(), "projects");
    let cities: HashMap<&str, &str> = projects.iter().map(|row| (row["项目编号"].as_str(), row["城市"].as_str())).collect();
    let rows = truth["rows"].as_array().unwrap();
    assert_eq!(told(&rows[0]), figures(folder.path(), &lines));
    let group = |belongs: &dyn Fn(&Record) -> bool| {
        let own: Vec<(&Record, i64)> = lines.iter().filter(|(row, _)| belongs(row)).copied().collect();
        figures(folder.path(), &own)
    };
    for row in rows {
        if let Some(wanted) = row["by"].get("stage") {
            assert_eq!(told(row), group(&|line| stage(&line["下单日期"]) == wanted.as_str()), "{wanted}");
        }
        if row["by"].get("province").is_some_and(|province| province == "北京市") {
            assert_eq!(told(row), group(&|line| cities.get(line["社区编号"].as_str()) == Some(&"北京市")));
        }
        if row["by"].get("channel").is_some_and(|channel| channel == "fair") {
            assert_eq!(told(row), group(&|line| line["参与方式"] == "市集"));
        }
    }
}

#[test]
fn the_groups_are_the_stages_provinces_and_channels_that_have_lines() {
    let (_folder, truth) = write(Format::Parquet, 0.0);
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for row in truth["rows"].as_array().unwrap().iter().skip(1) {
        let dimension = row["by"].as_object().unwrap().keys().next().unwrap().clone();
        *sums.entry(dimension).or_default() += row["lines"].as_i64().unwrap();
    }
    let all = truth["rows"][0]["lines"].as_i64().unwrap();
    assert_eq!(sums, BTreeMap::from([("channel".into(), all), ("province".into(), all), ("stage".into(), all)]));
}

#[test]
fn every_faulty_row_of_the_account_is_in_the_files() {
    let (folder, truth) = write(Format::Csv, 0.5);
    let ledger = read(folder.path(), "ledger");
    let account = &truth["accounting"]["ledger"];
    assert_eq!(account["read"].as_u64().unwrap(), ledger.len() as u64);
    let count = |fits: &dyn Fn(&Record) -> bool| ledger.iter().filter(|row| fits(row)).count() as u64;
    let found = [
        ("missing_amount", count(&|row| row["金额(元)"].is_empty())),
        ("missing_status", count(&|row| row["订单状态"].is_empty())),
        ("lossy_identifier", count(&|row| row["业主编号"].contains("E+"))),
        ("money_precision", count(&|row| row["金额(元)"].ends_with(".345"))),
        ("unknown_status", count(&|row| row["订单状态"] == "待审核")),
        ("zero_quantity", count(&|row| row["数量"] == "0")),
        ("orphan_refund", count(&|row| row["原订单编号"].starts_with('Q'))),
    ];
    for (reason, count) in found {
        assert_eq!(account["set_aside"][reason].as_u64(), Some(count), "{reason}");
        assert!(count > 0, "{reason}");
    }
}

#[test]
fn mess_does_not_change_the_truth() {
    let ((_clean, clean), (_messy, messy)) = (write(Format::Csv, 0.0), write(Format::Mixed, 1.0));
    assert_eq!(clean["rows"], messy["rows"]);
}

#[test]
fn one_plan_gives_the_same_bytes() {
    for format in [Format::Mixed, Format::Parquet] {
        let ((one, _), (other, _)) = (write(format, 0.3), write(format, 0.3));
        for entry in std::fs::read_dir(one.path()).unwrap() {
            let name = entry.unwrap().file_name();
            let bytes = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
            assert!(bytes(one.path()) == bytes(other.path()), "{name:?}");
        }
    }
}

#[test]
fn a_folder_with_files_is_refused_and_a_stopped_run_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan { lines: 1_000, seed: 1, format: Format::Csv, mess: 0.0 };
    assert!(matches!(generate(folder.path(), &plan, &|lines| lines < 300), Err(Error::Stopped { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    assert!(matches!(generate(folder.path(), &plan, &|_| true), Err(Error::NotEmpty { .. })));
}

#[test]
fn a_plan_that_makes_no_sense_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (lines, mess) in [(0, 0.0), (1, f64::NAN), (1, 1.5)] {
        let plan = Plan { lines, seed: 1, format: Format::Csv, mess };
        assert!(matches!(generate(folder.path(), &plan, &|_| true), Err(Error::BadPlan { .. })));
    }
}
