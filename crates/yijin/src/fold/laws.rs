//! The laws of the fold: merging is associative and commutative, the empty state is its identity, and neither the
//! split into states nor the hash of the keys changes what settles.

use super::chunk::NO_LINE;
use super::line::{order_hash, weight};
use super::{Columns, Facts, Keys, Line, Lines, RowPlace, Settled, State, Store};
use crate::account::Aside;
use crate::calendar::Day;
use crate::campaign::Window;
use crate::person::Pseudonym;
use crate::progress::Progress;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const WINDOW: Window = Window { start: Day::from_epoch(10), end: Day::from_epoch(20) };

/// A row as the laws draw it: order, line, day, household, product, quantity, and the order it refunds.
type Drawn = (u8, u32, i32, u8, u8, i64, Option<(u8, Option<u32>)>);

fn rows() -> impl Strategy<Value = Vec<Drawn>> {
    let refund = prop::option::weighted(0.4, (0u8..6, prop::option::of(1u32..3)));
    prop::collection::vec((0u8..6, 1u32..3, 8i32..23, 0u8..3, 0u8..2, 1i64..4, refund), 0..40)
}

fn columns(line: &Line) -> Columns {
    Columns {
        order: vec![line.order],
        line_no: vec![line.line_no],
        facts: Facts {
            date: vec![line.date],
            community: vec![line.community],
            household: vec![line.household],
            enterprise: vec![line.enterprise],
            channel: vec![line.channel],
            buyer_kind: vec![line.buyer_kind],
            status: vec![line.status],
            product: vec![line.product],
            supplier: vec![line.supplier],
            organizer: vec![line.organizer],
            activity: vec![line.activity],
            quantity: vec![line.quantity],
            grams: vec![line.grams],
            amount: vec![line.amount],
        },
    }
}

/// Returns the state of one row, which stands at `row` of one of two sheets.
fn state(row: usize, (order, line_no, day, household, product, quantity, refund): &Drawn) -> State {
    let mut state = State::default();
    let place = RowPlace { sheet: row as u32 % 2, row: row as u32 };
    let line = Line {
        order: order_hash(&order.to_string()),
        line_no: *line_no,
        date: Day::from_epoch(*day),
        community: state.members.communities.number("c"),
        household: state.members.households.number(&Pseudonym((*household).into())),
        enterprise: 0,
        channel: 1,
        buyer_kind: 1,
        status: 1,
        product: state.members.products.number(&product.to_string()),
        supplier: 0,
        organizer: 0,
        activity: 0,
        quantity: quantity * 1_000_000,
        grams: weight::UNKNOWN,
        amount: 100,
    };
    let at = [place.row].into_iter();
    match refund {
        Some((of, of_line)) => {
            let refunded = Keys::new(&[order_hash(&of.to_string())], &[of_line.map_or(NO_LINE, i64::from)]);
            state.lines.add_refunds(place.sheet, at, &columns(&line), refunded).unwrap();
        }
        None => state.lines.add(place.sheet, at, &columns(&line)).unwrap(),
    }
    state.read.insert(place.sheet, 1);
    state
}

fn merged(parts: impl IntoIterator<Item = State>) -> State {
    parts.into_iter().fold(State::default(), |mut all, part| {
        all.merge(part).unwrap();
        all
    })
}

/// A line in use: its household and product, and its returns by day and quantity.
type InUse = (Option<Pseudonym>, Option<Box<str>>, Vec<(Day, i64)>);

/// What settles, without the numbers that members and chunks happen to have.
type Outcome = (Vec<Aside>, BTreeMap<RowPlace, InUse>, BTreeMap<u32, u64>, u64);

fn outcome(state: &State, settled: &Settled) -> Outcome {
    let mut lines = BTreeMap::new();
    for number in (0..state.lines.chunks()).filter(|&number| state.lines.is_of_lines(number)) {
        let (keys, chunk) = (state.lines.keys(number).unwrap(), state.lines.chunk(number).unwrap());
        for index in (0..chunk.len()).filter(|&index| !settled.excluded[number].contains(&(index as u32))) {
            let line = chunk.line(index, keys.get(index));
            let of_line = settled.returns[number].iter().filter(|it| it.index as usize == index);
            let returns = of_line.map(|it| (it.date, it.quantity)).collect();
            lines.insert(
                chunk.place(index),
                (state.members.households.get(line.household).copied(), state.members.products.get(line.product).cloned(), returns),
            );
        }
    }
    let outside = settled.outside.iter().map(|(&sheet, &rows)| (sheet, rows)).collect();
    (settled.aside.clone(), lines, outside, settled.over_refunds)
}

fn settled(state: &State) -> Outcome {
    outcome(state, &Settled::new(state, &[], WINDOW, &Progress::default()).unwrap())
}

proptest! {
    #[test]
    fn order_and_grouping_of_merges_do_not_matter(rows in rows(), cut in any::<prop::sample::Index>(), seed in any::<u64>()) {
        let states = || rows.iter().enumerate().map(|(row, drawn)| state(row, drawn));
        let one_by_one = settled(&merged(states()));
        let mut shuffled: Vec<State> = states().collect();
        shuffled.sort_by_cached_key(|state| blake3::hash(&[state.to_bytes().unwrap(), seed.to_le_bytes().to_vec()].concat()).to_hex().to_string());
        prop_assert_eq!(&settled(&merged(shuffled)), &one_by_one);
        let cut = cut.index(rows.len() + 1);
        let halves = [merged(states().skip(cut)), State::default(), merged(states().take(cut))];
        prop_assert_eq!(&settled(&merged(halves)), &one_by_one);
    }

    #[test]
    fn no_collision_of_hashes_changes_what_settles(rows in rows()) {
        let state = merged(rows.iter().enumerate().map(|(row, drawn)| state(row, drawn)));
        let narrow = Settled::with_hash(&state, &[], WINDOW, &Progress::default(), |order, _| (order as u64 % 2) << 56).unwrap();
        prop_assert_eq!(outcome(&state, &narrow), settled(&state));
    }

    #[test]
    fn every_row_settles_once(rows in rows()) {
        let state = merged(rows.iter().enumerate().map(|(row, drawn)| state(row, drawn)));
        let progress = Progress::default();
        let settled = Settled::new(&state, &[], WINDOW, &progress).unwrap();
        prop_assert_eq!(progress.done.into_inner(), progress.total.into_inner());
        let counted: u64 = settled.in_use.values().chain(settled.outside.values()).sum();
        prop_assert_eq!(settled.aside.len() as u64 + counted, rows.len() as u64);
    }

    #[test]
    fn lines_in_the_temporary_file_settle_as_those_in_memory(rows in rows(), memory in 0usize..400) {
        let states = || rows.iter().enumerate().map(|(row, drawn)| state(row, drawn));
        let narrow = State { lines: Lines::kept_in(Arc::new(Store::within(memory))), ..State::default() };
        let spilled = states().fold(narrow, |mut all, part| { all.merge(part).unwrap(); all });
        let held = merged(states());
        prop_assert_eq!(settled(&spilled), settled(&held));
        prop_assert_eq!(spilled.to_bytes().unwrap(), held.to_bytes().unwrap());
    }

    #[test]
    fn a_saved_state_is_the_state(rows in rows()) {
        let state = merged(rows.iter().enumerate().map(|(row, drawn)| state(row, drawn)));
        let bytes = state.to_bytes().unwrap();
        let again = State::from_bytes(&bytes).unwrap();
        prop_assert_eq!(again.to_bytes().unwrap(), bytes);
        prop_assert_eq!(settled(&again), settled(&state));
    }
}

#[test]
fn a_state_that_was_changed_or_cut_is_refused() {
    let mut bytes = state(0, &(1, 1, 12, 1, 1, 1, None)).to_bytes().unwrap();
    assert_eq!(State::from_bytes(&bytes[..20]).unwrap_err().id(), "bad-state");
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(State::from_bytes(&bytes).unwrap_err().id(), "bad-state");
}
