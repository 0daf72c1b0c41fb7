//! Boxes on a form that are ticked or not: `☑公益宣传 □平台参与`, `公益宣传 | √`, `2019年：☑5月 □6月`.

use super::Answer;
use super::mark::{Role, roles};
use crate::clean::way;
use crate::read::layout::filled_in;
use std::collections::HashSet;

/// Marks of a chosen option.
const ON: [char; 8] = ['☑', '√', '■', '✓', '✔', '✅', '☒', '●'];

/// Marks of an option that is not chosen.
const OFF: [char; 6] = ['☐', '□', '▢', '○', '◯', '◻'];

/// The bytes of the longest text that is no more than an option's number and its marks.
const NUMBER: usize = 64;

/// A piece of a value with boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Text that has no box of its own.
    Heading(String),
    /// An option and whether it is chosen.
    Option {
        text: String,
        chosen: bool,
        /// Whether its box stands before it.
        box_first: bool,
    },
}

/// Returns the chosen ways of taking part, joined by `;`: canonical words where they are known.
/// A way is chosen where its own box is ticked, or one of the boxes listed under it. Without any box, what is listed is chosen.
pub fn ways(answer: &Answer) -> String {
    let mut chosen = Chosen::default();
    if !has_boxes(answer) {
        texts(answer).flat_map(|cell| cell.split([';', '、', ',', '\n'])).for_each(|way| chosen.add(way_or_text(way)));
        return chosen.joined();
    }
    let mut under = None;
    for piece in pieces(answer) {
        match piece {
            Piece::Heading(text) => under = way(&text).or(under),
            Piece::Option { text, chosen: on, .. } => {
                let own = way(&text);
                under = if own.is_some() { None } else { under };
                if on {
                    chosen.add(own.or(under).map_or_else(|| plain(&text).to_owned(), str::to_owned));
                }
            }
        }
    }
    chosen.joined()
}

/// Returns the chosen months as `YYYY-MM`, joined by `;`; a month under no year stands as it is written. Without any box, what is listed is chosen.
pub fn months(answer: &Answer) -> String {
    let (mut year, mut chosen) = (None, Chosen::default());
    if !has_boxes(answer) {
        texts(answer).flat_map(|cell| months_in(cell, &mut year)).for_each(|month| chosen.add(month));
        return if chosen.in_order.is_empty() { texts(answer).collect::<Vec<_>>().join(" ") } else { chosen.joined() };
    }
    for piece in pieces(answer) {
        match piece {
            Piece::Heading(text) => drop(months_in(&text, &mut year)),
            Piece::Option { text, chosen: on, box_first } => {
                let months = months_in(&text, &mut year);
                let month = if box_first { months.first() } else { months.last() };
                month.filter(|_| on).into_iter().for_each(|month| chosen.add(month.clone()));
            }
        }
    }
    chosen.joined()
}

/// What has been chosen, each once.
#[derive(Default)]
struct Chosen {
    in_order: Vec<String>,
    known: HashSet<String>,
}

impl Chosen {
    fn add(&mut self, text: String) {
        if !text.is_empty() && self.known.insert(text.clone()) {
            self.in_order.push(text);
        }
    }

    fn joined(&self) -> String {
        self.in_order.join(";")
    }
}

fn is_box(c: char) -> bool {
    ON.contains(&c) || OFF.contains(&c)
}

/// Returns whether a text has a box.
pub fn marked(text: &str) -> bool {
    text.contains(is_box)
}

/// Returns whether a text is nothing but a box.
pub fn is_mark(text: &str) -> bool {
    marked(text) && text.chars().all(|c| is_box(c) || c.is_whitespace() || "()[]".contains(c))
}

/// Returns whether a box is ticked.
pub fn is_chosen(mark: &str) -> bool {
    mark.contains(ON)
}

fn texts(answer: &Answer) -> impl Iterator<Item = &str> {
    answer.cells.iter().map(|cell| cell.text.as_str())
}

fn has_boxes(answer: &Answer) -> bool {
    texts(answer).any(marked)
}

/// Returns an option without its number, star, brackets and colon.
fn plain(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "*()[]、.,;:".contains(c));
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = if numbered.starts_with(['.', '、', ')']) { numbered.trim_start_matches(['.', '、', ')']) } else { text };
    filled_in(text.trim_start_matches([' ', '*']))
}

fn way(text: &str) -> Option<&'static str> {
    way::way(plain(text))
}

fn way_or_text(text: &str) -> String {
    way(text).map_or_else(|| plain(text).to_owned(), str::to_owned)
}

/// Returns the months named in a text, and takes up the years named in it.
fn months_in(text: &str, year: &mut Option<String>) -> Vec<String> {
    let mut months = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = &rest[start..];
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        match digits.parse::<u32>() {
            Ok(2000..=2099) => *year = Some(digits.to_owned()),
            Ok(month @ 1..=12) if after.trim_start().starts_with('月') => {
                months.push(year.as_ref().map_or_else(|| format!("{month}月"), |year| format!("{year}-{month:02}")));
            }
            _ => {}
        }
        rest = after;
    }
    months
}

/// Returns the options of an answer, each with its box, which stands before it or after it, in its own cell or in another.
fn pieces(answer: &Answer) -> Vec<Piece> {
    let of_cell = |(text, role): (&str, Role)| match role {
        Role::Mark => Vec::new(),
        Role::Option { chosen, box_first } => vec![Piece::Option { text: text.to_owned(), chosen, box_first }],
        Role::Text => pieces_of_cell(text),
    };
    texts(answer).zip(roles(answer)).flat_map(of_cell).collect()
}

/// Returns the options of a cell's lines; a line that is a box belongs to the line before it, else to the next.
fn pieces_of_cell(cell: &str) -> Vec<Piece> {
    let (mut pieces, mut waiting) = (Vec::new(), None);
    for line in cell.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let bare = line.trim_matches(|c: char| is_box(c) || c.is_whitespace() || "()[]".contains(c));
        match (bare.is_empty(), line.contains(is_box)) {
            (true, true) => waiting = tick_last(&mut pieces, line.contains(ON)),
            (false, false) => pieces.push(match waiting.take() {
                Some(chosen) => Piece::Option { text: line.to_owned(), chosen, box_first: true },
                None => Piece::Heading(line.to_owned()),
            }),
            (false, true) => pieces.extend(pieces_of_line(line)),
            (true, false) => {}
        }
    }
    pieces
}

/// Gives a box that stands alone to the option before it; returns it where that has one already.
fn tick_last(pieces: &mut [Piece], chosen: bool) -> Option<bool> {
    match pieces.last_mut() {
        Some(Piece::Heading(text)) if !leads(text) => {
            let text = std::mem::take(text);
            pieces.last_mut().into_iter().for_each(|last| *last = Piece::Option { text: text.clone(), chosen, box_first: false });
            None
        }
        _ => Some(chosen),
    }
}

fn pieces_of_line(line: &str) -> Vec<Piece> {
    let mut texts = vec![String::new()];
    let mut boxes: Vec<bool> = Vec::new();
    let mut between = true;
    for c in line.chars() {
        match (is_box(c), boxes.last_mut()) {
            // Several marks beside each other, as √ written over □, are one box.
            (true, Some(last)) if between => *last |= ON.contains(&c),
            (true, _) => {
                boxes.push(ON.contains(&c));
                texts.push(String::new());
                between = true;
            }
            (false, _) => {
                between &= c.is_whitespace() || "()[]".contains(c);
                texts.iter_mut().last().into_iter().for_each(|text| text.push(c));
            }
        }
    }
    let box_first = leads(&texts[0]);
    let heading = box_first.then(|| Piece::Heading(texts[0].clone()));
    let options = texts.iter().skip(usize::from(box_first)).zip(boxes);
    heading.into_iter().chain(options.map(|(text, chosen)| Piece::Option { text: text.clone(), chosen, box_first })).collect()
}

/// Returns whether the text before the first box of a line is a heading or nothing, and no option.
pub fn leads(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['(', '[']).trim_end();
    let mere_number = text.len() <= NUMBER && text.chars().all(|c| c.is_ascii_digit() || "*()、. ".contains(c));
    mere_number || text.ends_with(':') || text.ends_with('年')
}

#[cfg(test)]
mod tests {
    use super::super::Written;
    use super::*;

    /// Returns an answer in these rows, right of its label; `|` is between cells.
    fn rows(rows: &[&str]) -> Answer {
        let cells = rows.iter().enumerate().flat_map(|(row, cells)| {
            cells.split('|').enumerate().map(move |(place, text)| Written { row, column: place + 1, text: text.trim().to_owned() })
        });
        Answer { start: 1, cells: cells.filter(|cell| !cell.text.is_empty()).collect() }
    }

    /// Returns an answer in one row.
    fn cells(texts: &[&str]) -> Answer {
        rows(&[&texts.join("|")])
    }

    #[test]
    fn a_box_stands_before_or_after_its_option() {
        for written in [
            &["☑公益宣传 □平台参与 √团购参与"] as &[&str],
            &["公益宣传☑ 平台参与☐ 团购参与■"],
            &["(√)1.公益宣传* ( )2.平台参与*", "□√ 团购参与"],
            &["公益宣传", "√", "平台参与", "□", "团购参与", "√"],
            &["√", "公益宣传", "□", "平台参与", "✔", "团购参与"],
            &["*☑公益宣传 *☐平台参与", "3.☑团购参与"],
            &["☑公益宣传\n☐平台参与\n☑团购参与"],
            &["公益宣传、团购参与"],
        ] {
            assert_eq!(ways(&cells(written)), "publicity;group_buy", "{written:?}");
        }
    }

    #[test]
    fn a_lone_mark_belongs_to_its_neighbour_in_the_row() {
        for written in [
            &["√ | 公益宣传", " | 平台参与", "√ | 团购参与"] as &[&str],
            &["公益宣传 | √", "平台参与 |", "团购参与 | √"],
            &["公益宣传 | √ | 平台参与 | | 团购参与 | √"],
            &["√ | 公益宣传 | | 平台参与 | √ | 团购参与"],
            &["公益宣传 | √ | 平台参与 |", "团购参与 | √ | 县域活动参与 |"],
            &[" | 平台参与 | √ | 公益宣传", "√ | 团购参与 | | 市集"],
            &["公益宣传 | 平台参与 | 团购参与", "√ | | √"],
            &["√ | □ | √", "公益宣传 | 平台参与 | 团购参与"],
            &["公益宣传 | 平台参与", "(√) | ( )", "团购参与 | 县域活动参与", "√ | □"],
        ] {
            assert_eq!(ways(&rows(written)), "publicity;group_buy", "{written:?}");
        }
        assert_eq!(ways(&rows(&["公益宣传 | | 平台参与 | √ | 团购参与 |"])), "platform");
        assert_eq!(ways(&rows(&[" | 公益宣传 | √ | 平台参与 | | 团购参与"])), "platform");
        assert_eq!(ways(&rows(&["√ | 其他合作", " | 平台参与", "√ | 直播"])), "其他合作;直播");
        assert_eq!(ways(&rows(&["平台参与 | √ | 自有平台 | | 微店"])), "platform");
    }

    #[test]
    fn a_mark_under_a_month_is_of_that_month() {
        for written in [
            &["2019年 | 5月 | 6月 | 7月", " | √ | | "] as &[&str],
            &["2019年 | 5月 | √ | 6月 | | 7月 |"],
            &["2019年 | √ | 5月 | | 6月 | | 7月"],
            &["2019年 | | 6月 | √ | 5月 | | 7月"],
        ] {
            assert_eq!(months(&rows(written)), "2019-05", "{written:?}");
        }
        let two_years = ["2019年 | 5月 | 6月", " | √ | √", "2020年 | 2月 | 3月", " | | √"];
        assert_eq!(months(&rows(&two_years)), "2019-05;2019-06;2020-03");
    }

    #[test]
    fn a_way_is_chosen_where_a_box_under_it_is_ticked() {
        assert_eq!(ways(&cells(&["*公益宣传:□线上 ☑线下", "*平台参与", "□自有平台 □微店", "☑其他合作"])), "publicity;platform");
        assert_eq!(ways(&cells(&["☑市集活动 ☑直播带货"])), "fair;直播带货");
    }

    #[test]
    fn months_belong_to_the_year_written_before_them() {
        for written in [
            &["2019年:☑5月 □6月 ☑11月 2020年:□2月 ☑3月"] as &[&str],
            &["2019年:5月√ 6月□ 11月√", "2020年:2月□ 3月√"],
            &["2019年", "☑5月", "□6月", "☑11月", "2020年", "□2月", "☑3月"],
            &["2019年", "5月", "√", "6月", "11月", "√", "2020年", "2月", "□", "3月", "√"],
            &["2019年", "☑", "5月", "□", "6月", "☑", "11月", "2020年", "□", "2月", "☑", "3月"],
            &["2019年5月、11月;2020年3月"],
        ] {
            assert_eq!(months(&cells(written)), "2019-05;2019-11;2020-03", "{written:?}");
        }
        assert_eq!(months(&cells(&["☑5月 □6月"])), "5月");
        assert_eq!(months(&cells(&["2019年:□√5月 □( )6月"])), "2019-05");
        assert_eq!(months(&cells(&["2019年:□5月 □6月"])), "");
    }

    #[test]
    fn a_cell_of_many_boxes_is_read_in_one_go() {
        let long = 1 << 19;
        assert_eq!(ways(&cells(&[&format!("☑{}", "a".repeat(long))])).len(), long);
        assert_eq!(ways(&cells(&[&"□ ".repeat(long)])), "");
        assert_eq!(ways(&cells(&["1".repeat(long).as_str(), &"□\n".repeat(long)])), "");
        let many: String = (0..long / 8).map(|number| format!("☑a{number}")).collect();
        assert_eq!(ways(&cells(&[&many])).split(';').count(), long / 8);
    }
}
