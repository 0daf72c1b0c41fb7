use crate::campaign::Campaign;
use crate::error::Result;
use crate::progress::Progress;
use crate::read::delimited::Delimited;
use crate::read::layout::memory::{Memory, delivered};
use crate::read::layout::{Found, Index, nameless, recognise};
use crate::read::source::{Packing, Source};
use crate::read::{Export, ReadOptions, Sheet};
use crate::table::Tables;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;

fn found(sheet: Box<dyn Sheet>) -> Result<Export> {
    let campaign = Campaign::community_power();
    match recognise(sheet, &campaign, &Index::of(&campaign.tables()), None)? {
        Found::Table(export) => Ok(export),
        _ => panic!("no table"),
    }
}

/// Returns the cells of the rows of a text file, or the error that they end in.
fn csv(text: &str) -> Result<(Vec<String>, u64)> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let source = Source::new(file.path(), Arc::from("a.csv"), Packing::Plain);
    let export = found(Box::new(Delimited::open(source, &Tables::standard(), &ReadOptions::default(), &Progress::default())?))?;
    for mut rows in export.sheet.parts(&[])? {
        while rows.next_block()?.is_some() {}
    }
    let rows = delivered(&export).into_iter().map(|(_, cells)| cells.join("|").trim_end_matches(['|', '\u{2028}']).to_owned()).collect();
    Ok((rows, export.sheet.tally().ragged_rows.load(Ordering::Relaxed)))
}

fn ragged(export: &Export) -> (u64, Vec<String>) {
    let rows = delivered(export).len() as u64;
    (export.sheet.tally().ragged_rows.load(Ordering::Relaxed), nameless(&export.header, &export.sheet.tally().nameless(), rows))
}

const LEDGER: &str = "订单编号,下单日期,商品编号,数量,订单状态,金额";

#[test]
fn a_comma_between_thousands_is_told_of_its_number() {
    for (rows, marked) in [
        (
            "A1,2019-05-30,P1,5,已完成,1,234.50\n",
            "A1|2019-05-30|P1|5|已完成 ‹7 cells under 6 headers: 234.50›|1 ‹7 cells under 6 headers: 234.50›|234.50",
        ),
        ("A1,2019-05-30,P1,1,234,已完成,9\n", "A1|2019-05-30|P1|1 ‹7 cells under 6 headers: 9›|234 ‹7 cells under 6 headers: 9›|已完成|9"),
        (
            "A1,2019-05-30,P1,5,已完成,1,234,567.00\n",
            "A1|2019-05-30|P1|5|已完成 ‹8 cells under 6 headers: 234 | 567.00›|1 ‹8 cells under 6 headers: 234 | 567.00›|234\u{2028}567.00",
        ),
        ("A,1,2019-05-30,P1,5,已完成,9\n", "A|1|2019-05-30|P1|5 ‹7 cells under 6 headers: 9›|已完成|9"),
    ] {
        let (read, ragged) = csv(&format!("{LEDGER}\n{rows}A2,2019-05-30,P1,5,已完成,9\n")).unwrap();
        assert_eq!((read[1].as_str(), ragged), ("A2|2019-05-30|P1|5|已完成|9", 1), "{rows}");
        assert_eq!(read[0], marked);
    }
}

#[test]
fn a_row_with_more_blank_cells_than_others_has_moved_too() {
    let moved =
        csv(&format!("{LEDGER},备注\nA1,2019-05-30,P1,5,已完成,1,234.50,\nA2,2019-05-30,P1,5,已完成,9,\nA3,2019-05-30,P1,5,已完成,9,\n"))
            .unwrap();
    assert!(moved.0[0].contains("1 ‹8 cells under 7 headers: ›|234.50"), "{:?}", moved.0);
    let usual =
        csv(&format!("{LEDGER}\nA1,2019-05-30,P1,5,已完成,9,\nA2,2019-05-30,P1,5,已完成,9,\nA3,2019-05-30,P1,5,已完成,1,234,\n")).unwrap();
    assert_eq!((usual.0[0].as_str(), usual.1), ("A1|2019-05-30|P1|5|已完成|9", 1));
    assert!(usual.0[2].contains("1 ‹8 cells under 6 headers"), "{:?}", usual.0);
}

#[test]
fn the_width_is_the_header_s_also_behind_the_first_rows() {
    let rows: String = (1..=100).map(|row| format!("A{row},2019-05-30,P1,5,已完成,9\n")).collect();
    let (read, ragged) = csv(&format!("{LEDGER}\n{rows}A,2019-05-30,P1,5,已完成,1,234.50\n")).unwrap();
    assert_eq!((read.len(), ragged), (101, 1));
    assert!(read[100].contains("1 ‹7 cells under 6 headers: 234.50›"), "{}", read[100]);
    let padded = csv(&format!("{LEDGER},,\nA1,2019-05-30,P1,5,已完成,9,,记\n")).unwrap();
    assert_eq!(padded, (vec!["A1|2019-05-30|P1|5|已完成|9||记".to_owned()], 1));
}

#[test]
fn a_person_that_may_have_moved_is_not_shown() {
    let (read, _) = csv("订单编号,下单日期,家庭编号,商品编号,数量,金额,订单状态\nA,1,2019-05-30,H1,P1,5,9,已完成\n").unwrap();
    assert_eq!(read[0], "A|1|2019-05-30|‹8 cells under 7 headers›|P1|5|9 ‹8 cells under 7 headers: 已完成›|已完成");
    let (read, _) = csv("订单编号,下单日期,商品编号,数量,金额,订单状态,家庭编号\nA,1,2019-05-30,P1,5,9,已完成,H1\n").unwrap();
    assert!(read[0].contains("9 ‹8 cells under 7 headers›|"), "{}", read[0]);
}

#[test]
fn a_list_of_texts_with_such_a_row_is_refused() {
    let error = csv("物业服务企业名称,城市,项目名称\n甲物业,成都市,花园,二期\n").unwrap_err();
    assert_eq!((error.id(), error.position().row), ("broken-file", Some(2)));
    assert!(error.to_string().contains("more cells than the header"), "{error}");
}

#[test]
fn what_stands_behind_the_header_of_a_sheet_is_counted_and_a_column_named() {
    let sheet = |rows: &str| found(Memory::of(&format!("{}|\n{rows}", LEDGER.replace(',', "|"))).boxed()).unwrap();
    let row = "A|2019-05-30|P1|5|已完成|9";
    assert_eq!(ragged(&sheet(&format!("{row}|\n{row}|记\n{row}|"))), (1, Vec::new()));
    assert_eq!(ragged(&sheet(&format!("{row}|记|\n{row}|记|\n{row}||甲"))), (3, vec!["column G".to_owned()]));
    let export = found(Memory::of(&format!("|{}\n1|{row}\n|{row}\n|{row}", LEDGER.replace(',', "|"))).boxed()).unwrap();
    assert_eq!(ragged(&export), (0, vec!["column A".to_owned()]));
}

#[test]
fn merged_cells_are_those_of_the_rows() {
    let text = format!(
        "台账|||||\n{}\nA|2019-05-30|P1|5|已完成|9\nB|2019-05-30||5|已完成|9\nC|2019-05-30||5|已完成|\n合计|||||9",
        LEDGER.replace(',', "|")
    );
    let merges = [(1, 1, 0, 5), (3, 4, 2, 2), (5, 5, 5, 5), (6, 6, 0, 4)];
    let export = found(Memory::of(&text).merged(&merges).boxed()).unwrap();
    for _ in 0..2 {
        assert_eq!(delivered(&export).len(), 3);
        assert_eq!(export.sheet.tally().merged_cells.load(Ordering::Relaxed), 1);
    }
}
