//! The inner pieces: numbering of households, cleaning by dictionary, grammars, transcoding, refunds and merging.

#![allow(missing_docs, clippy::unwrap_used, reason = "criterion's macros make items without documentation; a bench may stop at a failure")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use yijin::calendar::Day;
use yijin::campaign::Window;
use yijin::cell::{Cell, CellColumn};
use yijin::clean::vocabulary::Words;
use yijin::clean::{date, money};
use yijin::fold::chunk::NO_LINE;
use yijin::fold::line::{order_hash, weight};
use yijin::fold::{Columns, Facts, Keys, People, Settled, State};
use yijin::person::Pseudonym;
use yijin::read::{Input, ReadOptions, exports};
use yijin::table::Tables;
use yijin::{Campaign, Progress};

const ROWS: usize = 100_000;

/// Returns numbers in no order, the same in every run.
fn scattered(count: usize) -> impl Iterator<Item = u64> {
    (0..count as u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23))
}

fn members(criterion: &mut Criterion) {
    let households: Vec<Pseudonym> =
        scattered(ROWS).map(|number| Pseudonym(u128::from(number % 20_000) << 64 | u128::from(number % 20_000))).collect();
    let numbered = || {
        let mut people = People::default();
        for household in &households {
            people.number(household);
        }
        people.len()
    };
    assert!(numbered() <= 20_000 && numbered() > 19_000);
    let mut group = criterion.benchmark_group("members");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("100k/households", |bench| bench.iter(numbered));
    group.finish();
}

fn cleaning(criterion: &mut Criterion) {
    let words = Words::new(Tables::standard().vocabulary("channel").unwrap());
    let spelt = ["平台参与", "团购", "社区活动", "市集", "fair"];
    let column = CellColumn::Text(scattered(ROWS).map(|number| Some(spelt[number as usize % spelt.len()])).collect());
    let coded = || {
        let distinct = column.distinct();
        let codes: Vec<_> = distinct.rows.iter().map(|&row| words.code(&column.cell(row as usize)).unwrap()).collect();
        distinct.codes.iter().filter_map(|&code| codes[code as usize]).map(u64::from).sum::<u64>()
    };
    let one_by_one: u64 = (0..ROWS).filter_map(|row| words.code(&column.cell(row)).unwrap()).map(u64::from).sum();
    assert_eq!(coded(), one_by_one);
    let mut group = criterion.benchmark_group("clean");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("100k/dictionary", |bench| bench.iter(coded));
    group.finish();
}

fn grammars(criterion: &mut Criterion) {
    let amounts: Vec<String> = (0..1000)
        .map(|number| [format!("{number}.50"), format!("¥{number}"), format!("{number}元"), format!("1,{number:03}")][number % 4].clone())
        .collect();
    let days: Vec<String> = (1..29)
        .flat_map(|day| [format!("2019-05-{day:02}"), format!("2019/5/{day}"), format!("2019年5月{day}日"), format!("201905{day:02}")])
        .collect();
    let fen = || amounts.iter().map(|text| money::fen(&Cell::Text(text), money::MoneyScale::YUAN).unwrap().unwrap()).sum::<i64>();
    let epoch = || days.iter().map(|text| i64::from(date::day(&Cell::Text(text)).unwrap().unwrap().to_epoch())).sum::<i64>();
    let first = i64::from(Day::parse("2019-05-01").unwrap().to_epoch());
    assert!(fen() > 0 && epoch() == 4 * (28 * first + 27 * 14));
    let mut group = criterion.benchmark_group("grammar");
    group.throughput(Throughput::Elements(amounts.len() as u64));
    group.bench_function("1k/money", |bench| bench.iter(fen));
    group.throughput(Throughput::Elements(days.len() as u64));
    group.bench_function("112/date", |bench| bench.iter(epoch));
    group.finish();
}

fn transcoding(criterion: &mut Criterion) {
    let header = "订单编号,下单日期,产品编号,数量,金额,订单状态,社区编号\n";
    let rows: String =
        (0..ROWS).map(|row| format!("单{row:08},2019-05-03,产品{},{},12.50,已完成,阳光花园小区\n", row % 500, row % 9 + 1)).collect();
    let text = format!("{header}{rows}");
    let (gb18030, _, lossy) = encoding_rs::GB18030.encode(&text);
    assert!(!lossy);
    let folder = tempfile::tempdir().unwrap();
    let campaign = Campaign::community_power();
    let mut group = criterion.benchmark_group("decode");
    group.sample_size(20).throughput(Throughput::Elements(ROWS as u64));
    for (name, bytes) in [("utf-8", text.as_bytes()), ("gb18030", &gb18030)] {
        let path = folder.path().join(format!("{name}.csv"));
        std::fs::write(&path, bytes).unwrap();
        let read = || {
            let found = exports(vec![Input::path(&path)], &campaign, &campaign.tables(), &ReadOptions::default(), &Progress::default())
                .unwrap()
                .exports;
            let mut parts = found[0].sheet.parts(&found[0].header.sources()).unwrap();
            let blocks = std::iter::from_fn(|| parts[0].next_block().unwrap());
            blocks.map(|block| block.len()).sum::<usize>()
        };
        assert_eq!(read(), ROWS);
        group.bench_function(format!("100k/{name}"), |bench| bench.iter(read));
    }
    group.finish();
}

/// Returns a state of lines of which every fiftieth has a refund; `part` tells its orders from those of others.
fn state(part: u64) -> State {
    let mut state = State::default();
    let product = state.members.products.number("p");
    let rows = Columns {
        order: (0..ROWS).map(|row| order_hash(&format!("{part}-{row}"))).collect(),
        line_no: vec![1; ROWS],
        facts: Facts {
            date: vec![Day::from_epoch(18_000); ROWS],
            household: scattered(ROWS).map(|number| state.members.households.number(&Pseudonym(u128::from(number % 20_000) + 1))).collect(),
            product: vec![product; ROWS],
            quantity: vec![2_000_000; ROWS],
            grams: vec![weight::UNKNOWN; ROWS],
            amount: vec![100; ROWS],
            status: vec![1; ROWS],
            channel: vec![1; ROWS],
            buyer_kind: vec![1; ROWS],
            community: vec![0; ROWS],
            enterprise: vec![0; ROWS],
            supplier: vec![0; ROWS],
            organizer: vec![0; ROWS],
            activity: vec![0; ROWS],
        },
    };
    state.lines.add(part as u32, 1..=ROWS as u32, &rows).unwrap();
    let back: Vec<u32> = (0..ROWS as u32).step_by(50).collect();
    let mut refunds = rows.pick(&back);
    let refunded = Keys::new(&refunds.order, &vec![NO_LINE; back.len()]);
    refunds.order = back.iter().map(|row| order_hash(&format!("{part}-{row}-back"))).collect();
    refunds.facts.quantity.fill(-1_000_000);
    state.lines.add_refunds(part as u32, back.iter().map(|row| ROWS as u32 + row), &refunds, refunded).unwrap();
    state
}

fn folding(criterion: &mut Criterion) {
    let window = Window { start: Day::from_epoch(17_900), end: Day::from_epoch(18_100) };
    let settle = |state: &State| Settled::new(state, &[], window, &Progress::default()).unwrap();
    let (one, two) = (state(1), state(2).to_bytes().unwrap());
    assert_eq!(settle(&one).returns.iter().map(Vec::len).sum::<usize>(), ROWS / 50);
    let mut group = criterion.benchmark_group("fold");
    group.sample_size(20).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("100k/settle", |bench| bench.iter(|| settle(&one)));
    let both = || (State::from_bytes(&one.to_bytes().unwrap()).unwrap(), State::from_bytes(&two).unwrap());
    let merge = |(mut all, more): (State, State)| {
        all.merge(more).unwrap();
        all
    };
    assert_eq!(merge(both()).lines.rows() - 2 * (ROWS as u64 / 50), 2 * ROWS as u64);
    group.bench_function("100k/merge", |bench| bench.iter_batched(both, |both| black_box(merge(both)), BatchSize::LargeInput));
    group.finish();
}

criterion_group!(all, members, cleaning, grammars, transcoding, folding);
criterion_main!(all);
