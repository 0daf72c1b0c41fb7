//! The cells of a form as labels and values: `label | value`, `label：value`, several of these in one cell.

use crate::read::header::spelling::{LONGEST, Spelling};
use crate::read::layout::filled_in;
use crate::table::Table;
use hashbrown::HashMap;
use unicode_normalization::UnicodeNormalization;

/// What a label of a form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// A column, by its place.
    Column(usize),
    /// The name of the person of this section.
    PersonName,
    /// That person's title.
    Title,
    /// That person's telephone or other contact.
    Contact,
    /// That person's mobile telephone.
    Mobile,
}

/// Labels that mean something beside the person named before them.
const OF_A_PERSON: [(&str, Label); 13] = [
    ("姓名", Label::PersonName),
    ("职位", Label::Title),
    ("职务", Label::Title),
    ("联系方式", Label::Contact),
    ("联系电话", Label::Contact),
    ("电话", Label::Contact),
    ("电话号码", Label::Contact),
    ("固定电话", Label::Contact),
    ("座机", Label::Contact),
    ("手机", Label::Mobile),
    ("手机号", Label::Mobile),
    ("手机号码", Label::Mobile),
    ("移动电话", Label::Mobile),
];

/// The most white space and commas in a label.
const WORDS: usize = 16;

/// A piece of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A label; where it is also a column on its own, outside any section, that column.
    Label(Label, Option<usize>),
    /// A value.
    Value(String),
}

/// The labels of one form.
pub struct Labels {
    columns: HashMap<String, usize>,
}

impl Labels {
    /// Returns the labels of a table's form; the column `key` goes by the label `key_label` alone.
    pub fn of(table: &Table, key: usize, key_label: &str) -> Self {
        let mut columns = HashMap::new();
        for (place, column) in table.columns.iter().enumerate().filter(|(place, _)| *place != key) {
            for spelling in std::iter::once(&column.name).chain(&column.headers).filter_map(|name| Spelling::of(name)) {
                columns.entry(spelling.full).or_insert(place);
            }
        }
        columns.insert(key_label.to_owned(), key);
        Self { columns }
    }

    /// Returns the label that a text is, if it is one.
    fn label(&self, text: &str) -> Option<Piece> {
        let spelling = Spelling::of(text)?;
        let known = |name: &str| {
            let column = self.columns.get(name).copied();
            let personal = OF_A_PERSON.iter().find(|(word, _)| *word == name).map(|(_, label)| *label);
            personal.or(column.map(Label::Column)).map(|label| Piece::Label(label, column))
        };
        known(&spelling.full).or_else(|| known(&spelling.bare))
    }

    /// Returns the labels and values of a cell, in order.
    pub fn pieces(&self, cell: &str) -> Vec<Piece> {
        if let Some(label) = self.label(cell) {
            return vec![label];
        }
        let half: String = cell.nfkc().collect();
        let (mut pieces, mut value) = (Vec::new(), String::new());
        let mut parts = half.split(':').peekable();
        while let Some(part) = parts.next() {
            value.push_str(part);
            if parts.peek().is_none() {
                break;
            }
            match self.label_at_end(&value, value.len() - part.len()) {
                Some((start, label)) => {
                    push_value(&mut pieces, &value[..start]);
                    pieces.push(label);
                    value.clear();
                }
                None => value.push(':'),
            }
        }
        push_value(&mut pieces, &value);
        pieces
    }

    /// Returns the longest label that a text ends with, after white space or a comma, and where it starts: not before `from`.
    fn label_at_end(&self, text: &str, from: usize) -> Option<(usize, Piece)> {
        let near = text.char_indices().rev().take_while(|(place, _)| *place >= from && text.len() - place <= LONGEST);
        let separators = near.filter(|(_, c)| c.is_whitespace() || ",;、。".contains(*c));
        let mut starts: Vec<usize> = separators.map(|(place, c)| place + c.len_utf8()).take(WORDS).collect();
        starts.push(from);
        starts.into_iter().rev().find_map(|start| self.label(&text[start..]).map(|label| (start, label)))
    }
}

fn push_value(pieces: &mut Vec<Piece>, text: &str) {
    let value = filled_in(text.trim_end_matches([',', ';', '、', '。']));
    if !value.is_empty() {
        pieces.push(Piece::Value(value.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{TableId, Tables};

    fn labels() -> (Labels, impl Fn(&str) -> usize) {
        let tables = Tables::standard();
        let table = tables.table(TableId::Associations).clone();
        (Labels::of(&table, 0, "参战协会"), move |name: &str| table.column(name).unwrap())
    }

    #[test]
    fn labels_and_values_of_one_cell_are_told_apart() {
        let (labels, column) = labels();
        let lead = Piece::Label(Label::Column(column("lead_person")), Some(column("lead_person")));
        let title = Piece::Label(Label::Title, Some(column("lead_title")));
        let value = |text: &str| Piece::Value(text.into());
        assert_eq!(labels.pieces("负 责 人：甲某  职位：会长"), [lead.clone(), value("甲某"), title, value("会长")]);
        assert_eq!(labels.pieces("负责人"), [lead]);
        assert_eq!(labels.pieces("见 http://example.org"), [value("见 http://example.org")]);
        assert_eq!(labels.pieces("____"), []);
        assert_eq!(
            labels.pieces("时间 12:30, 负责人：甲某")[1..],
            [Piece::Label(Label::Column(column("lead_person")), Some(column("lead_person"))), value("甲某")]
        );
    }

    #[test]
    fn a_cell_of_many_colons_is_read_in_one_go() {
        let (labels, _) = labels();
        for piece in ["a:", " :", "a a ", "负:"] {
            let cell = piece.repeat((1 << 20) / piece.len());
            assert_eq!(labels.pieces(&cell).len(), 1, "{piece}");
        }
    }
}
