//! What the title rows above a header say: the enterprise of a project list, and the unit of amounts.

use super::grid::Grid;
use crate::clean::text::folded;
use crate::read::header::spelling::Spelling;
use crate::table::Table;
use unicode_normalization::UnicodeNormalization;

/// Returns the first value that stands beside one of `column`'s headers, and its row: `物业服务企业名称：XX物业` in one cell, or the label and the value in two.
pub fn titled(grid: &Grid, table: &Table, column: usize) -> Option<(usize, String)> {
    let column = table.columns.get(column)?;
    let labels: Vec<String> =
        std::iter::once(&column.name).chain(&column.headers).filter_map(|name| Spelling::of(name)).map(|it| it.full).collect();
    (0..grid.len()).find_map(|row| {
        let cells: Vec<&str> = grid.texts(row).map(|(_, text)| text).collect();
        let value = cells.iter().enumerate().find_map(|(place, cell)| labelled(cell, cells.get(place + 1).copied(), &labels));
        value.filter(|value| !is_header(table, value)).map(|value| (row, value))
    })
}

fn labelled(cell: &str, next: Option<&str>, labels: &[String]) -> Option<String> {
    let half: String = cell.nfkc().collect();
    let (label, value) = half.split_once(':').unwrap_or((&half, ""));
    let spelling = Spelling::of(label)?;
    if !labels.contains(&spelling.full) && !labels.contains(&spelling.bare) {
        return None;
    }
    let value = value_alone(value);
    let value = if value.is_empty() { value_alone(next.unwrap_or_default()) } else { value };
    (!value.is_empty()).then_some(value)
}

/// Returns a value without the line it is written on, a seal's place and the next label in the same cell.
fn value_alone(text: &str) -> String {
    let half: String = text.nfkc().collect();
    let value = match half.split_once(':') {
        Some((value, _)) => value.trim().rsplit_once(char::is_whitespace).map_or("", |(value, _)| value),
        None => &half,
    };
    let value = filled_in(value);
    let value = value.strip_suffix("(盖章)").or_else(|| value.strip_suffix("(公章)")).unwrap_or(value);
    filled_in(value).to_owned()
}

/// Returns what was written on a line of underscores.
pub fn filled_in(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '_' || c == '＿')
}

fn is_header(table: &Table, value: &str) -> bool {
    let Some(spelling) = Spelling::of(value) else { return false };
    let mut names = table.columns.iter().flat_map(|column| std::iter::once(&column.name).chain(&column.headers));
    names.any(|name| Spelling::of(name).is_some_and(|it| it.full == spelling.full))
}

/// Returns the unit of money that the rows above `header` name for the whole table, as in `单位：万元`.
pub fn money_unit(grid: &Grid, header: usize) -> Option<String> {
    let mut texts = (0..header).flat_map(|row| grid.texts(row)).map(|(_, text)| text);
    texts.find_map(money_unit_in)
}

/// Returns the first unit of money that a text names behind any `单位:`; that of 填报单位 is a company.
fn money_unit_in(text: &str) -> Option<String> {
    let half: String = text.nfkc().collect();
    let parts: Vec<&str> = half.split(':').collect();
    let units = parts.windows(2).filter(|pair| folded(pair[0]).ends_with("单位")).map(|pair| pair[1]);
    units.filter_map(|units| first_money(units.split([')', ']', '】', '。']).next()?)).next()
}

/// Returns the first unit of money in a list of units. White space ends a unit, unless it stands inside it (万 元).
fn first_money(units: &str) -> Option<String> {
    let mut written = String::new();
    units.split_whitespace().find_map(|word| {
        written.push_str(&folded(word));
        written.split(['、', ',', ';', '/']).find(|unit| is_money(unit)).map(str::to_owned)
    })
}

fn is_money(unit: &str) -> bool {
    unit.strip_suffix('元').is_some_and(|scale| scale.chars().all(|c| "人民币十百千万亿".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enterprise(cell: &str, next: Option<&str>) -> Option<String> {
        labelled(cell, next, &["物业服务企业名称".to_owned()])
    }

    #[test]
    fn the_enterprise_of_a_project_list_stands_beside_its_label() {
        for (cell, next) in [
            ("物业服务企业名称：幸福物业", None),
            ("物业服务企业名称: ＿＿幸福物业__ ", None),
            ("物业服务企业名称（盖章）：幸福物业（盖章）", None),
            ("物业服务企业名称：幸福物业   填表日期：2019-05-03", None),
            ("物业服务企业 名称", Some("幸福物业")),
            ("物业服务企业名称：", Some(" 幸福物业_")),
        ] {
            assert_eq!(enterprise(cell, next), Some("幸福物业".into()), "{cell}");
        }
        assert_eq!(enterprise("物业服务企业名称：______", None), None);
        assert_eq!(enterprise("填报单位：幸福物业", None), None);
    }

    #[test]
    fn the_unit_of_amounts_stands_behind_any_label_that_ends_in_unit() {
        for text in [
            "填报单位：甲物业    单位：万元",
            "单位：万元 填报日期：2019",
            "填报单位：甲物业（单位：万元）",
            "台账（单位: 公斤、万元）",
            "金额单位 ： 万 元",
            "数量单位：公斤  金额单位：万元",
        ] {
            assert_eq!(money_unit_in(text).as_deref(), Some("万元"), "{text}");
        }
        for text in ["填报单位：甲物业", "填报单位：甲 物业 共10元", "单位万元", "备注：万元"] {
            assert_eq!(money_unit_in(text), None, "{text}");
        }
    }
}
