//! Rows that stand inside a cell, because a stray quotation mark opens in one row and another closes it rows below.

use super::record::{Cells, record};

/// The fewest columns at which the lines of a cell are taken for rows by their separators alone: a remark may have two of them in a line.
const TELLING: usize = 5;

/// Returns whether a cell of a record has taken in the rows below: its first line is the rest of a whole row, of `whole` cells, and its last line with
/// the cells behind it is another. Where a row has few cells, something must follow the closing mark too, or whole rows stand between the two.
pub fn swallows(text: &[u8], separator: u8, whole: usize) -> bool {
    let mut cells = Texts::default();
    record(text, 0, separator, true, &mut cells);
    let count = cells.texts.len();
    whole > 1
        && cells.texts.iter().enumerate().filter_map(|(before, cell)| Some((before, cell, cell.followed?))).any(
            |(before, cell, followed)| {
                let lines = cell.lines(separator);
                let ([first, between @ .., last], behind) = (&lines[..], count - before - 1) else { return false };
                let rows_between = || !between.is_empty() && between.iter().all(|separators| separators + 1 >= whole);
                before + first + 1 >= whole && last + 1 + behind >= whole && (whole >= TELLING || followed || rows_between())
            },
        )
}

/// The cells of a record.
#[derive(Default)]
struct Texts {
    texts: Vec<Text>,
    current: Text,
}

#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
    /// Of a cell with line breaks: whether something follows its closing mark.
    followed: Option<bool>,
}

impl Text {
    /// Returns how many separators each line has.
    fn lines(&self, separator: u8) -> Vec<usize> {
        let lines = self.bytes.split(|&byte| byte == b'\n' || byte == b'\r');
        let counts: Vec<(bool, usize)> =
            lines.map(|line| (line.is_empty(), line.iter().filter(|&&byte| byte == separator).count())).collect();
        let inner = |at: usize| at > 0 && at + 1 < counts.len();
        counts.iter().enumerate().filter(|(at, (empty, _))| !(*empty && inner(*at))).map(|(_, (_, separators))| *separators).collect()
    }
}

impl Cells for Texts {
    fn piece(&mut self, bytes: &[u8]) {
        self.current.bytes.extend_from_slice(bytes);
    }

    fn broken_up(&mut self, followed: bool) {
        self.current.followed = Some(followed);
    }

    fn end_cell(&mut self) {
        self.texts.push(std::mem::take(&mut self.current));
    }

    fn restart(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, whole: usize) -> bool {
        swallows(text.as_bytes(), b',', whole)
    }

    #[test]
    fn a_cell_of_whole_rows_is_one_that_swallows_them() {
        for text in [
            "\"A2,1,2,3,4\nA3,1,2,3,4\n\"A4,1,2,3,4\n",
            "\"A2,1,2,3,4\r\n\"A3,1,2,3,4",
            "A2,1,2,3,\"4\nA3,1,2,3,\"4\n",
            "A2,\"1,2,3,4\nA3,1\",2,3,4\n",
            "\"A2,1,2,3,4\nA3,1,2,3,4\"\n",
        ] {
            assert!(of(text, 5), "{text:?}");
        }
        assert!(of("P1,\"大米,是\nP2,\"苹果,是\n", 3) && of("P1,\"大米,是\nP2,苹果,是\nP3,桃\",是\n", 3));
    }

    #[test]
    fn a_cell_of_several_lines_is_not() {
        for text in ["A2,\"成都市,锦江区\n1号\",2,3,4\n", "\"A\n2\",1,2,3,4\n", "A2,1,2,3,\"一,二,三\n四,五\"\n", "A2,1,2,3,\"\n\"\n"]
        {
            assert!(!of(text, 5), "{text:?}");
        }
        assert!(!of("P1,大米,\"甲\n乙,丙,丁\"\n", 3) && !of("\"a\nb\"\n", 1));
    }
}
