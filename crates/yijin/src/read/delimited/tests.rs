use super::*;
use crate::read::source::Packing;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::Write as _;

type Table = Vec<Vec<String>>;

fn texts(block: &Block) -> Table {
    let cell = |column: &crate::cell::CellColumn, row| match column.cell(row) {
        crate::cell::Cell::Text(text) => text.to_owned(),
        other => {
            assert_eq!(other, crate::cell::Cell::Empty);
            String::new()
        }
    };
    (0..block.len()).map(|row| block.columns.iter().map(|column| cell(column, row)).collect()).collect()
}

struct Seen {
    encoding: String,
    rows: Vec<u32>,
    cells: Table,
    blank: u64,
    ragged: u64,
    bytes: u64,
}

fn read_as(bytes: &[u8], packing: Packing, options: &ReadOptions) -> Result<Seen> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let sheet = Delimited::open(Source::new(file.path(), Arc::from("t.csv"), packing), &Tables::standard(), options, &Progress::default())?;
    let (mut rows, mut cells) = (Vec::new(), Table::new());
    for mut part in sheet.parts(&[])? {
        while let Some(block) = part.next_block()? {
            assert!(!block.is_empty() && block.len() <= options.block_rows);
            assert!(block.columns.iter().all(|column| column.len() == block.len()));
            rows.extend((0..block.len()).map(|row| block.rows.number(row)));
            cells.extend(texts(&block));
        }
    }
    let count = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
    let (blank, ragged, bytes) = (count(&sheet.tally.blank_rows), count(&sheet.tally.ragged_rows), count(&sheet.tally.bytes));
    Ok(Seen { encoding: sheet.encoding().unwrap().to_owned(), rows, cells, blank, ragged, bytes })
}

fn read(bytes: &[u8]) -> Result<Seen> {
    read_as(bytes, Packing::Plain, &ReadOptions::default())
}

fn hostile(name: &str) -> Result<Seen> {
    read(&std::fs::read(format!("{}/../../tests/fixtures/hostile/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap())
}

fn failure(result: Result<Seen>) -> (&'static str, String) {
    let error = result.err().unwrap();
    (error.id(), error.to_string())
}

fn gb18030(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::GB18030.encode(text);
    assert!(!lossy);
    bytes.into_owned()
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

const HEADER: [&str; 3] = ["身份证号", "金额", "备注"];

#[test]
fn marks_are_no_part_of_the_text() {
    assert_eq!(hostile("double_bom.csv").unwrap().cells, [HEADER.as_slice(), &["A", "1", "x"]]);
    assert!(hostile("only_bom.csv").unwrap().cells.is_empty());
    assert!(hostile("empty.csv").unwrap().cells.is_empty());
    assert_eq!(hostile("header_only.csv").unwrap().cells, [HEADER]);
}

#[test]
fn utf16_is_known_with_and_without_a_mark() {
    for name in ["utf16le_bom.csv", "utf16le_nobom.csv"] {
        let seen = hostile(name).unwrap();
        assert_eq!(
            (seen.encoding.as_str(), seen.cells),
            ("UTF-16LE", vec![HEADER.map(str::to_owned).to_vec(), vec!["A".into(), "1".into(), "中".into()]])
        );
    }
    let (id, message) = failure(hostile("utf16_odd_length.csv"));
    assert!(id == "broken-text" && message.contains("UTF-16LE") && message.contains("line 2, byte 34"), "{message}");
}

#[test]
fn nul_bytes_in_text_stay_in_their_cells() {
    let seen = hostile("nul_bytes.csv").unwrap();
    assert_eq!(seen.encoding, "UTF-8");
    assert_eq!(seen.cells[1..], [["A", "1", "x\0y"], ["B\0", "2", "z"]]);
}

#[test]
fn second_bytes_of_gbk_are_no_separators() {
    for (name, separator) in [("gbk_pipe_in_trail_byte.csv", '|'), ("gbk_backslash_in_trail_byte.csv", ',')] {
        let seen = hostile(name).unwrap();
        assert_eq!((seen.encoding.as_str(), seen.cells.len()), ("GB18030", 9), "{name} {separator}");
        assert_eq!(seen.cells[0], ["名称", "金额"]);
        assert!(seen.cells[1..].iter().enumerate().all(|(at, row)| row.len() == 2 && row[1] == at.to_string()));
    }
}

#[test]
fn gb18030_cut_short_names_the_byte() {
    let (id, message) = failure(hostile("gb18030_truncated_tail.csv"));
    assert!(id == "broken-text" && message.contains("GB18030") && message.contains("line 2, byte 25"), "{message}");
}

#[test]
fn four_bytes_of_gb18030_may_lie_across_pieces() {
    let mut cells = "一".repeat((1 << 18) / 2 - 9);
    cells.push_str(&"𠮷".repeat(40));
    let text = format!("身份证号,金额,备注\nA,1,{cells}\nB,2,终\n");
    for padding in 0..4 {
        let seen = read(&gb18030(&format!("{}{text}", "x".repeat(padding)))).unwrap();
        assert_eq!((seen.cells[1][2].as_str(), seen.cells[2][2].as_str()), (cells.as_str(), "终"));
    }
}

#[test]
fn utf8_with_broken_bytes_is_broken_utf8_and_nothing_stranger() {
    let (id, message) = failure(hostile("utf8_overlong_surrogate.csv"));
    assert!(id == "broken-text" && message.contains("line 2, byte 31"), "{message}");
    let mut late = "身份证号,金额,备注\n".as_bytes().to_vec();
    late.extend("A,1,ascii\n".repeat(110_000).bytes());
    let at = late.len() + 4;
    late.extend(b"B,2,\xb1\xcc\xcc\xec\xef\xd2\xb5\n");
    let (id, message) = failure(read(&late));
    assert!(
        id == "broken-text" && message.contains(&format!("expected UTF-8 text, found a broken byte (t.csv, line 110002, byte {at})")),
        "{message}"
    );
}

#[test]
fn gb18030_with_one_broken_byte_is_broken_gb18030() {
    let mut bytes = gb18030(&"单号,社区,金额\nA1,成都市青羊区某某小区,12.5\n".repeat(20));
    let at = bytes.len();
    bytes.extend(b"\xff,x,1\n");
    let (id, message) = failure(read(&bytes));
    assert!(
        id == "broken-text" && message.contains(&format!("GB18030 text, found a broken byte (t.csv, line 41, byte {at})")),
        "{message}"
    );
}

#[test]
fn other_encodings_are_refused_by_name() {
    let korean = "주문번호,날짜,금액,비고\n1,2019-05-03,12000,서울특별시 강남구 아파트 주민\n";
    let taiwanese = "訂單編號,日期,金額,備註\n1,2019-05-03,12000,臺北市大安區社區住戶購買農產品\n";
    let japanese = "注文番号,日付,金額,備考\n1,2019-05-03,12000,東京都の団地の住民が買いました\n";
    for (encoding, text) in [(encoding_rs::EUC_KR, korean), (encoding_rs::BIG5, taiwanese), (encoding_rs::SHIFT_JIS, japanese)] {
        let (id, message) = failure(read(&encoding.encode(&text.repeat(5)).0));
        assert!(id == "unsupported-encoding" && message.contains(&format!("found {} (t.csv)", encoding.name())), "{message}");
    }
    let (id, message) = failure(read(b"order_id,note\n1,plain\n2,caf\xe9 noir\n"));
    assert!(id == "unsupported-encoding" && message.contains("windows-1252, and not UTF-8 at line 3, byte 27"), "{message}");
    let (id, message) = failure(read(b"\xff\xfe\0\0a\0\0\0"));
    assert!(id == "unsupported-encoding" && message.contains("UTF-32"));
}

#[test]
fn a_known_header_is_enough_to_tell_gb18030() {
    for text in ["单号,金额\nA,1\n", "\"订单状态\",x\n1,2\n", "x\t数量\n1\t2\n"] {
        assert_eq!(read(&gb18030(text)).unwrap().encoding, "GB18030", "{text}");
    }
}

#[test]
fn a_header_of_the_campaign_is_enough_too() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&gb18030("代号,价格\nA,1\n")).unwrap();
    let mut tables = Tables::standard();
    let encoding = |tables: &Tables| {
        let source = Source::new(file.path(), Arc::from("t.csv"), Packing::Plain);
        Encoding::find_out(&source, tables, &ReadOptions::default(), &Progress::default())
    };
    assert_eq!(encoding(&tables).unwrap_err().id(), "unsupported-encoding");
    tables.add_header(crate::table::TableId::Ledger, "order_id", "代号");
    assert_eq!(encoding(&tables).unwrap(), Encoding::Gb18030);
}

#[test]
fn an_encoding_can_be_named() {
    let named =
        |name: &str, bytes: &[u8]| read_as(bytes, Packing::Plain, &ReadOptions { encoding: Some(name.into()), ..ReadOptions::default() });
    for name in ["GBK", "gb2312", "GB18030"] {
        assert_eq!(named(name, &gb18030("单号,金额\n")).unwrap().cells, [["单号", "金额"]]);
    }
    assert_eq!(named("UTF-16", &utf16("单号,金额\n", false, true)).unwrap().cells, [["单号", "金额"]]);
    assert_eq!(named("gbk", "\u{feff}单号,金额\n".as_bytes()).unwrap().encoding, "UTF-8");
    assert_eq!(failure(named("utf-8", &gb18030("单号,金额\n"))).0, "broken-text");
    assert_eq!(failure(named("big5", b"a")).0, "unsupported-encoding");
    assert!(failure(named("utf-88", b"a")).1.contains("did you mean 'utf-8'?"));
}

#[test]
fn quotation_marks_inside_a_cell_are_characters() {
    assert_eq!(hostile("quote_in_field.csv").unwrap().cells[1..], [["A", "1", "5\"寸管"], ["B", "2", "a\"b"], ["C", "3", "xy"]]);
}

#[test]
fn cells_are_those_that_a_plain_reader_of_csv_finds() {
    for name in ["injection.csv", "preamble_and_total.csv", "header_only.csv"] {
        let path = format!("{}/../../tests/fixtures/hostile/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut plain = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
        let expected: Table = plain.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(hostile(name).unwrap().cells, expected, "{name}");
    }
}

#[test]
fn every_line_end_ends_a_row() {
    let seen = hostile("mixed_newlines.csv").unwrap();
    assert_eq!((seen.rows, seen.cells[3].join("")), (vec![1, 2, 3, 4], "C3z".to_owned()));
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let seen = read("单号,备注\n\nA,\"一\n二\r\n三\"\n , \u{3000}\nB,x".as_bytes()).unwrap();
    assert_eq!((seen.rows, seen.blank), (vec![1, 3, 5], 2));
    assert_eq!(seen.cells[1][1], "一\n二\r\n三");
}

#[test]
fn short_rows_end_in_nulls_and_the_widest_of_the_first_decides() {
    let seen = hostile("ragged.csv").unwrap();
    assert_eq!(seen.cells[1], ["A", "1", "", ""]);
    assert_eq!(seen.cells[2], ["B", "2", "y", "extra"]);
    assert_eq!((seen.rows, seen.blank, seen.ragged), (vec![1, 2, 3, 4], 2, 0));
}

#[test]
fn later_rows_with_more_cells_are_counted() {
    let text = format!("{}c,d,,\ne,f,g\nh,i\n", "a,b\n".repeat(64));
    let seen = read(text.as_bytes()).unwrap();
    assert_eq!((seen.cells.len(), seen.cells[0].len(), seen.ragged), (67, 2, 1));
}

#[test]
fn rows_below_many_blank_lines_are_there() {
    let seen = read(format!("{}a,b\n", "\n".repeat(100)).as_bytes()).unwrap();
    assert_eq!((seen.rows, seen.cells, seen.blank), (vec![101], vec![vec!["a".to_owned(), "b".to_owned()]], 100));
}

#[test]
fn what_is_too_large_is_a_typed_error() {
    let field = format!("身份证号,金额,备注\nA,1,{}\n", "长".repeat(1_000_000));
    let (id, message) = failure(read(field.as_bytes()));
    assert!(id == "too-large" && message.contains("t.csv, row 2"), "{message}");
    let wide: Vec<String> = (0..100_000).map(|column| format!("c{column}")).collect();
    let (id, message) = failure(read(wide.join(",").as_bytes()));
    assert!(id == "too-large" && message.contains("16384 columns"), "{message}");
}

#[test]
fn a_quotation_mark_that_never_closes_names_its_row() {
    let (id, message) = failure(read(b"a,b\n1,2\n3,\"x\n4,5\n"));
    assert!(id == "broken-file" && message.contains("t.csv, row 3"), "{message}");
    let (id, message) = failure(read(format!("a,b\n3,\"x\n{}", "4,5\n".repeat(10_000_000)).as_bytes()));
    assert!(id == "too-large" && message.contains("t.csv, row 2") && message.contains("never closed"), "{message}");
}

#[test]
fn packed_text_is_read_and_broken_packing_named() {
    let text = "单号,金额\nA,1\n".repeat(1000);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&gb18030(&text)).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let twice = [gzip.clone(), gzip.clone()].concat();
    for (packing, bytes, rows) in [(Packing::Gzip, &gzip, 2000), (Packing::Gzip, &twice, 4000), (Packing::Zstd, &zstd, 2000)] {
        let seen = read_as(bytes, packing, &ReadOptions::default()).unwrap();
        assert_eq!((seen.cells.len(), seen.bytes), (rows, bytes.len() as u64));
    }
    for (packing, bytes) in [(Packing::Gzip, &gzip[..gzip.len() - 12]), (Packing::Zstd, &zstd[..zstd.len() - 4])] {
        assert_eq!(failure(read_as(bytes, packing, &ReadOptions::default())).0, "broken-file");
    }
}

#[test]
fn reading_again_counts_anew() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"a,b\n\n1,2\n").unwrap();
    let sheet = Delimited::open(
        Source::new(file.path(), Arc::from("t.csv"), Packing::Plain),
        &Tables::standard(),
        &ReadOptions::default(),
        &Progress::default(),
    )
    .unwrap();
    for _ in 0..2 {
        while sheet.parts(&[]).unwrap()[0].next_block().unwrap().is_some_and(|block| block.len() < 2) {}
        assert_eq!(sheet.tally().blank_rows.load(Ordering::Relaxed), 1);
    }
}

fn written(table: &Table, separator: char, line_end: &str, quote_all: bool) -> String {
    let mut text = String::new();
    for row in table {
        for (at, cell) in row.iter().enumerate() {
            let quote = quote_all || cell.starts_with('"') || cell.contains([separator, '\n', '\r']);
            let cell = if quote { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() };
            write!(text, "{}{cell}", if at > 0 { separator.to_string() } else { String::new() }).unwrap();
        }
        text.push_str(line_end);
    }
    text
}

fn any_table() -> impl Strategy<Value = Table> {
    let cell = prop_oneof![
        4 => "[a-z0-9.]{1,6}",
        4 => "[一二三四五六七八九十中文社区购买]{1,6}",
        2 => proptest::sample::select(vec!["", "5\"寸", "\"", "a,b", "a;b", "a|b", "a\tb", "一\n二", "x\r\ny", "\r", "𠮷", "€ ", " 中"]).prop_map(str::to_owned),
    ];
    (2..5usize).prop_flat_map(move |width| proptest::collection::vec(proptest::collection::vec(cell.clone(), width), 1..70))
}

/// A first column that is never blank, and a header that shows the separator: what every export has.
fn with_header(table: Table) -> Table {
    let width = table[0].len();
    let header: Vec<String> = ["订单编号", "社区", "金额", "备注说明"][..width].iter().map(|&it| it.to_owned()).collect();
    let rows = table.into_iter().enumerate().map(|(at, mut row)| {
        row[0] = format!("单{at}{}", row[0]);
        row
    });
    std::iter::once(header).chain(rows).collect()
}

#[test]
fn rows_inside_a_cell_refuse_the_file_once_the_header_is_known() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all("a,b,c,d,e\n1,2,3,4,5\n\"2,2,3,4,5\n3,2,3,4,5\n\"4,2,3,4,5\n".as_bytes()).unwrap();
    let mut sheet = Delimited::open(
        Source::new(file.path(), Arc::from("t.csv"), Packing::Plain),
        &Tables::standard(),
        &ReadOptions::default(),
        &Progress::default(),
    )
    .unwrap();
    assert!(sheet.parts(&[]).unwrap()[0].next_block().is_ok());
    assert_eq!(sheet.set_header(1, 1), Edge { beyond: Some(5), usual: Some(5) });
    let error = sheet.parts(&[]).unwrap()[0].next_block().err().unwrap();
    assert_eq!((error.id(), error.position().row), ("broken-file", Some(3)));
    assert!(error.to_string().contains("a quotation mark opens in this row"), "{error}");
}

#[test]
fn empty_lines_are_counted_however_many() {
    for end in ["\n", "\r\n"] {
        let text = format!("{0}{0}a,b{0}{1}1,2{0}{0}", end, end.repeat(1 << 20));
        let seen = read(text.as_bytes()).unwrap();
        assert_eq!((seen.rows, seen.blank), (vec![3, 4 + (1 << 20)], 3 + (1 << 20)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_table_reads_back_in_any_encoding_and_block_size(
        table in any_table(),
        separator in proptest::sample::select(vec![',', ';', '\t', '|']),
        line_end in proptest::sample::select(vec!["\n", "\r\n", "\r"]),
        quote_all: bool,
        encoding in 0..5,
        block_rows in 1..80usize,
    ) {
        let table = with_header(table);
        let text = written(&table, separator, line_end, quote_all);
        let (bytes, name) = match encoding {
            0 => (text.into_bytes(), "UTF-8"),
            1 => (format!("\u{feff}{text}").into_bytes(), "UTF-8"),
            2 => (gb18030(&text), "GB18030"),
            3 => (utf16(&text, true, false), "UTF-16LE"),
            _ => (utf16(&text, true, true), "UTF-16BE"),
        };
        let wanted = (encoding == 2).then(|| "gb18030".to_owned());
        let seen = read_as(&bytes, Packing::Plain, &ReadOptions { block_rows, encoding: wanted, ..ReadOptions::default() }).unwrap();
        prop_assert_eq!(seen.encoding, name);
        prop_assert_eq!(seen.rows, (1..=table.len() as u32).collect::<Vec<_>>());
        prop_assert_eq!(seen.cells, table);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_record_cut_anywhere_is_the_same_record(table in any_table(), separator in proptest::sample::select(vec![b',', b';'])) {
        let text = written(&table, char::from(separator), "\r\n", false);
        for cut in 0..text.len() {
            let mut shape = Shape::default();
            let step = record(&text.as_bytes()[..cut], 0, separator, false, &mut shape);
            let mut whole = Shape::default();
            let end = record(text.as_bytes(), 0, separator, true, &mut whole);
            prop_assert!(step == Step::Short || (step == end && shape.cells == whole.cells));
        }
    }
}

#[test]
fn wide_tables_have_shorter_blocks() {
    let text = ("x".to_owned() + &",".repeat(COLUMNS - 2) + ",x\n").repeat(300);
    let options = ReadOptions { block_rows: 1 << 14, ..ReadOptions::default() };
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let sheet =
        Delimited::open(Source::new(file.path(), Arc::from("t.csv"), Packing::Plain), &Tables::standard(), &options, &Progress::default())
            .unwrap();
    let mut rows = sheet.parts(&[]).unwrap().remove(0);
    let mut next = || rows.next_block().unwrap().map(|block| block.len());
    assert_eq!([next(), next(), next()], [Some(256), Some(44), None]);
}
