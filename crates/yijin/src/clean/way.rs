//! Ways of taking part (四、参战方式), as forms and lists write them.

/// The ways, by what they are written to begin with.
const WAYS: [(&str, &str); 6] = [
    ("公益宣传", "publicity"),
    ("平台参与", "platform"),
    ("团购参与", "group_buy"),
    ("县域活动", "county_activity"),
    ("社区活动", "community_activity"),
    ("市集", "fair"),
];

/// Returns the way that a text without marks or numbers before it begins with.
#[must_use]
pub fn way(written: &str) -> Option<&'static str> {
    let text: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    WAYS.iter().find(|(beginning, name)| text.starts_with(beginning) || text == *name).map(|(_, name)| *name)
}

/// Returns the canonical words of all ways.
#[must_use]
pub fn all() -> [&'static str; 6] {
    WAYS.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_known_by_its_beginning_or_its_word() {
        assert_eq!(
            (way("公益宣传（线上）"), way("平台 参与"), way("fair"), way("直播")),
            (Some("publicity"), Some("platform"), Some("fair"), None)
        );
    }
}
