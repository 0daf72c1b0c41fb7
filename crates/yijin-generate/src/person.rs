//! Invented persons: identifiers that look like the real thing and belong to nobody.
//!
//! Phones are serial numbers behind 199; ID-card numbers are of region 9999xx, which is assigned to nobody.

use crate::calendar::Day;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Returns the identifier of a buying household: a phone (11), an ID number (18) or a member code (13 characters).
pub(crate) fn household(number: u32) -> String {
    match number % 10 {
        0..=5 => phone(number),
        6..=8 => identity(number),
        _ => format!("HY{:011}", u64::from(number) * 7 + 1),
    }
}

/// Returns an invented mobile number; numbers below 10^8 give different ones.
pub(crate) fn phone(number: u32) -> String {
    format!("199{:08}", (u64::from(number) * 48_271 + 1_234_567) % 100_000_000)
}

/// Returns an invented 18-character ID number, with a right check character.
pub(crate) fn identity(number: u32) -> String {
    let (region, rest) = (number % 97, number / 97);
    let (serial, birth) = (rest % 1_000, rest / 1_000);
    let (year, month, day) = Day(-5_000 + (birth % 15_000) as i32).ymd();
    let digits = format!("9999{region:02}{year:04}{month:02}{day:02}{serial:03}");
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[(sum % 11) as usize] as char;
    format!("{digits}{check}")
}

/// Returns the identifier of a poor household in the register.
pub(crate) fn poor_household(number: u32) -> String {
    if number.is_multiple_of(4) { format!("PH{number:09}") } else { identity(number + 500_000_000) }
}

/// Returns an invented name of a contact.
pub(crate) fn name(number: u32) -> String {
    const FAMILY: [&str; 12] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"];
    const GIVEN: [&str; 15] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "甲", "乙", "丙", "丁", "戊"];
    let place = number as usize;
    format!("{}某{}", FAMILY[place % FAMILY.len()], GIVEN[place / FAMILY.len() % GIVEN.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn households_are_distinct_and_have_11_to_18_characters() {
        let ids: HashSet<String> = (0..200_000).map(household).collect();
        assert_eq!(ids.len(), 200_000);
        assert!(ids.iter().all(|id| (11..=18).contains(&id.len())));
    }

    #[test]
    fn poor_households_are_distinct() {
        assert_eq!((0..200_000).map(poor_household).collect::<HashSet<_>>().len(), 200_000);
    }

    #[test]
    fn an_identity_has_18_characters_of_region_9999() {
        let id = identity(123_456_789);
        assert!(id.len() == 18 && id.starts_with("9999"), "{id}");
    }
}
