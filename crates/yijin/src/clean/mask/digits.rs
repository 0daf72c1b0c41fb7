//! Runs of digits in a text, and whether one is a person's: a telephone or an ID number, in any spelling.

/// How many characters that are neither letters nor digits may stand inside a number.
const GAP: usize = 3;

/// The places of an ID-card number.
const IDENTITY: usize = 18;

/// Digits with what stands between them.
pub struct Run<'t> {
    text: &'t [char],
    start: usize,
    end: usize,
}

impl<'t> Run<'t> {
    /// Returns the run that begins at a place of a text, if a digit stands there.
    pub fn at(text: &'t [char], start: usize) -> Option<Self> {
        let mut end = start;
        while let Some(next) = next_digit(text, end, start) {
            end = next + 1;
        }
        let run = Self { text, start, end };
        (end > start).then(|| run.with_check_letter())
    }

    /// Takes in the X that stands in the place of an ID number's last digit.
    fn with_check_letter(mut self) -> Self {
        let next = (self.end..self.text.len().min(self.end + GAP + 1)).find(|&at| self.text[at].is_alphanumeric());
        if let Some(at) = next.filter(|&at| matches!(self.text[at], 'x' | 'X') && self.digits() >= 15) {
            self.end = at + 1;
        }
        self
    }

    /// Returns the place behind it.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Returns its characters.
    pub fn chars(&self) -> &'t [char] {
        &self.text[self.start..self.end]
    }

    /// Returns how many digits it has.
    pub fn digits(&self) -> usize {
        self.chars().iter().filter(|c| c.is_ascii_digit()).count()
    }

    /// Returns whether it could be a person's number where nothing else is expected.
    pub fn could_be_a_person(&self) -> bool {
        let (digits, text) = (self.digits(), self.chars().iter().collect::<String>());
        let dated = text.starts_with("19") || text.starts_with("20");
        let long = digits >= 9 || digits >= 7 && !(dated && digits == 8);
        long && (is_mobile(&text.replace(|c: char| !c.is_ascii_digit(), "")) || !(is_amount(&text) || is_calendar(&text)))
    }

    /// Returns whether some of its groups have the shape of a mobile phone or an ID-card number. Behind a Latin letter it is a code.
    pub fn has_a_person(&self) -> bool {
        let before: String = self.text[..self.start].iter().rev().take_while(|c| c.is_ascii_alphabetic()).collect();
        let before: String = before.chars().rev().collect::<String>().to_lowercase();
        if !["", "tel", "phone", "mobile"].contains(&before.as_str()) {
            return false;
        }
        let text: String = self.chars().iter().collect();
        let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|group| !group.is_empty()).collect();
        (0..groups.len()).any(|first| is_person_from(&groups[first..]))
    }
}

/// Returns whether a number that begins with the first of these groups has the shape of a person's.
fn is_person_from(groups: &[&str]) -> bool {
    let mut joined = String::new();
    for group in groups {
        joined.push_str(group);
        if joined.len() > IDENTITY {
            return false;
        }
        if is_identity(&joined) || is_mobile(&joined) && begins_like_a_phone(groups[0]) {
            return true;
        }
    }
    false
}

/// Returns the place of the digit that goes on with a run.
fn next_digit(text: &[char], end: usize, start: usize) -> Option<usize> {
    let gap = if end == start { 0 } else { GAP };
    let next = (end..text.len().min(end + gap + 1)).find(|&at| text[at].is_alphanumeric())?;
    text[next].is_ascii_digit().then_some(next)
}

/// Returns the number without the prefix of China.
fn national(digits: &str) -> &str {
    ["0086", "86"].iter().find_map(|prefix| digits.strip_prefix(prefix).filter(|rest| rest.len() == 11)).unwrap_or(digits)
}

fn is_mobile(digits: &str) -> bool {
    let number = national(digits).as_bytes();
    number.len() == 11 && number[0] == b'1' && (b'3'..=b'9').contains(&number[1]) && number.iter().all(u8::is_ascii_digit)
}

/// Returns whether the first group of a number is one that phones are written in: 199 0000 1234, 1990000 1234, +86 ….
fn begins_like_a_phone(group: &str) -> bool {
    matches!(national(group).len(), 3 | 4 | 7 | 11) || ["86", "0086"].iter().any(|prefix| group.starts_with(prefix))
}

/// Returns whether a number has the 18 places of an ID card, with a day of birth among them.
fn is_identity(number: &str) -> bool {
    let digits = number.strip_suffix(['x', 'X']).unwrap_or(number);
    if number.len() != IDENTITY || digits.len() < IDENTITY - 1 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse().ok()).unwrap_or(0);
    (1900..2100).contains(&part(6..10)) && (1..=12).contains(&part(10..12)) && (1..=31).contains(&part(12..14))
}

/// Returns whether a number is written with commas between thousands, or with decimals behind fewer than seven digits.
fn is_amount(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',') && first.len() <= 3 && digits(first) && groups.all(|group| group.len() == 3 && digits(group));
    digits(fraction) && (grouped || whole.len() < 7 && digits(whole) && whole.len() < text.len())
}

/// Returns whether a text is nothing but days, with or without their times: 2019-05-03 12:30:00, 2019.5.1-2019.5.3.
fn is_calendar(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let Some(behind) = after_day(rest) else { return false };
        rest = after_time(behind).unwrap_or(behind).trim_start_matches(|c: char| !c.is_ascii_digit());
    }
    true
}

fn after_day(text: &str) -> Option<&str> {
    after_year_first(text).or_else(|| after_year_last(text))
}

/// Returns what stands behind a day that may be two days (03/05/2019).
fn after_year_last(text: &str) -> Option<&str> {
    let rest = after_digits(text, 2)?.strip_prefix(['-', '/', '.'])?;
    let year = after_digits(rest, 2)?.strip_prefix(['-', '/', '.'])?;
    after_digits(year, 4).filter(|rest| year.len() - rest.len() == 4 && (year.starts_with("19") || year.starts_with("20")))
}

fn after_year_first(text: &str) -> Option<&str> {
    let year = text.get(..4).filter(|year| year.starts_with("19") || year.starts_with("20"))?;
    let rest = after_digits(text[year.len()..].strip_prefix(['-', '/', '.'])?, 2)?;
    after_digits(rest.strip_prefix(['-', '/', '.'])?, 2).filter(|_| year.bytes().all(|byte| byte.is_ascii_digit()))
}

fn after_time(text: &str) -> Option<&str> {
    let minutes = after_digits(after_digits(text.trim_start(), 2)?.strip_prefix(':')?, 2)?;
    let seconds = minutes.strip_prefix(':').and_then(|rest| after_digits(rest, 2)).unwrap_or(minutes);
    Some(seconds.strip_prefix('.').and_then(|rest| after_digits(rest, 9)).unwrap_or(seconds))
}

/// Returns what stands behind one to `most` digits, where no further digit does.
fn after_digits(text: &str, most: usize) -> Option<&str> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=most).contains(&count).then(|| &text[count..])
}

/// Returns where the e-mail address that begins at a place ends; `None` where none begins there.
pub fn mail_end(text: &[char], start: usize) -> Option<usize> {
    let local = |c: &char| c.is_ascii_alphanumeric() || "._%+-".contains(*c);
    let domain = |c: &char| c.is_ascii_alphanumeric() || ".-".contains(*c);
    if start.checked_sub(1).is_some_and(|before| local(&text[before])) {
        return None;
    }
    let at = start + text[start..].iter().take_while(|c| local(c)).count();
    if at == start || text.get(at) != Some(&'@') {
        return None;
    }
    let host: String = text[at + 1..].iter().take_while(|c| domain(c)).collect();
    let host = host.trim_end_matches(['.', '-']);
    host.contains('.').then_some(at + 1 + host.len())
}
