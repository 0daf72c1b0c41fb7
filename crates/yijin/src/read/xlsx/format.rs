//! Which number formats show a number as a date.

/// Returns whether the format that every program knows by this number shows a date or a time of day.
/// 27–36 and 50–58 are the East Asian ones; 45–47 count elapsed time.
pub(super) fn built_in_is_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 50..=58)
}

/// Returns whether a format's code shows a date or a time of day: it has a y, m, d, h or s outside quotes, brackets and
/// escapes, and counts no elapsed time (`[h]:mm`).
pub(super) fn code_is_date(code: &str) -> bool {
    let mut found = false;
    let mut rest = code.chars();
    while let Some(character) = rest.next() {
        match character {
            '"' => _ = rest.by_ref().find(|&it| it == '"'),
            '\\' | '_' | '*' => _ = rest.next(),
            '[' => {
                let bracket: String = rest.by_ref().take_while(|&it| it != ']').collect();
                if is_elapsed(&bracket) {
                    return false;
                }
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => found = true,
            _ => {}
        }
    }
    found
}

fn is_elapsed(bracket: &str) -> bool {
    let bracket = bracket.to_ascii_lowercase();
    ['h', 'm', 's'].iter().any(|unit| !bracket.is_empty() && bracket.chars().all(|it| it == *unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_dates() {
        for code in [
            "yyyy-mm-dd",
            "[$-804]yyyy\"年\"m\"月\"d\"日\"",
            "yyyy年m月d日",
            "[DBNum1][$-804]yyyy\"年\"m\"月\";@",
            "m/d/yy h:mm",
            "[Red]yyyy/m/d",
            "[=0]\"\";yyyy/m/d",
            "H:MM AM/PM",
        ] {
            assert!(code_is_date(code), "{code}");
        }
    }

    #[test]
    fn codes_of_numbers() {
        for code in [
            "General",
            "\"100.00\"",
            "0.00E+00",
            "[h]:mm",
            "[SS]",
            "#,##0.00_);[Red](#,##0.00)",
            "0\"days\"",
            "0\\d",
            "[$$-409]#,##0",
            "[Magenta]0",
            "0.0_m",
            "@",
            "\"unclosed y",
        ] {
            assert!(!code_is_date(code), "{code}");
        }
    }

    #[test]
    fn built_in_formats_of_dates_and_of_durations() {
        assert!([14, 22, 31, 57].into_iter().all(built_in_is_date));
        assert!(![0, 2, 9, 45, 46, 47, 49, 164].into_iter().any(built_in_is_date));
    }
}
