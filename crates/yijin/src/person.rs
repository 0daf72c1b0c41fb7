//! Persons: keyed 128-bit pseudonyms, made in the reader so that no raw person goes further.

use crate::error::{ErrorKind, Position, Result};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// A person under a key: equal persons have equal pseudonyms, and without the key nothing leads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pseudonym(pub u128);

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The domain of a pseudonym: a phone that stands for a household and for an organiser gives two pseudonyms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// A buying household.
    Household,
    /// A registered poor household.
    PoorHousehold,
    /// An owner representative or employee who organises purchases.
    Organizer,
    /// A contact, phone or mail address of a form.
    Contact,
}

impl Domain {
    fn context(self) -> &'static str {
        match self {
            Self::Household => "yijin 2019 household",
            Self::PoorHousehold => "yijin 2019 poor household",
            Self::Organizer => "yijin 2019 organizer",
            Self::Contact => "yijin 2019 contact",
        }
    }

    /// Returns the domain of a person column, by its canonical name.
    #[must_use]
    pub fn of_column(column: &str) -> Self {
        match column {
            "household_id" => Self::Household,
            "poor_household_id" => Self::PoorHousehold,
            "organizer_id" => Self::Organizer,
            _ => Self::Contact,
        }
    }
}

/// The secret under which pseudonyms are made. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Key {
    source: KeySource,
    domains: [[u8; 32]; 4],
    fingerprint: [u8; 4],
}

/// Where a key came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// The caller gave the secret itself.
    Given,
    /// A key file.
    File,
    /// It was made for this run alone.
    Fresh,
}

/// What a masked person begins with in a set-aside file.
const TOKEN: &str = "person-";

impl Key {
    /// Returns the key derived from a secret of at least 16 bytes.
    ///
    /// # Errors
    /// [`ErrorKind::BadKey`] where the secret is shorter.
    pub fn new(secret: &[u8]) -> Result<Self> {
        Self::derived(secret, KeySource::Given)
    }

    fn derived(secret: &[u8], source: KeySource) -> Result<Self> {
        if secret.len() < 16 {
            return Err(ErrorKind::BadKey {
                expected: format!("a key of at least 16 bytes, found {}", secret.len()),
                position: Position::default(),
                remedy: "use 32 random bytes".to_owned(),
            }
            .into());
        }
        let derive = |context: &str| {
            let mut hasher = blake3::Hasher::new_derive_key(context);
            hasher.update(secret);
            *hasher.finalize().as_bytes()
        };
        let domains = [Domain::Household, Domain::PoorHousehold, Domain::Organizer, Domain::Contact].map(|domain| derive(domain.context()));
        let print = derive("yijin 2019 key fingerprint");
        Ok(Self { source, domains, fingerprint: [print[0], print[1], print[2], print[3]] })
    }

    /// Returns the key in a file: its bytes without white space at the end.
    ///
    /// # Errors
    /// [`ErrorKind::BadKey`] where the file cannot be read or is too short; its content is never shown.
    pub fn from_file(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|cause| ErrorKind::BadKey {
            expected: format!("a key file at '{}' ({cause})", path.display()),
            position: Position::default(),
            remedy: "write 32 random bytes into it, readable by you alone".to_owned(),
        })?;
        Self::derived(bytes.trim_ascii_end(), KeySource::File)
    }

    /// Returns a fresh key for this run: pseudonyms of two runs then do not match.
    ///
    /// # Errors
    /// [`ErrorKind::BadKey`] where the system gives no random bytes.
    pub fn fresh() -> Result<Self> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|cause| ErrorKind::BadKey {
            expected: format!("random bytes from the system ({cause})"),
            position: Position::default(),
            remedy: "give a key file".to_owned(),
        })?;
        Self::derived(&secret, KeySource::Fresh)
    }

    /// Returns where the key came from.
    #[must_use]
    pub fn source(&self) -> KeySource {
        self.source
    }

    /// Returns eight hexadecimal digits that tell keys apart without giving them away.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.fingerprint.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns the pseudonym of a person, as spelt in a cell.
    #[must_use]
    pub fn pseudonym(&self, domain: Domain, spelt: &str) -> Pseudonym {
        let key = &self.domains[domain as usize];
        let hash = if is_plain(spelt) {
            blake3::keyed_hash(key, spelt.as_bytes())
        } else {
            blake3::keyed_hash(key, normal_person(spelt).as_bytes())
        };
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Pseudonym(u128::from_be_bytes(half))
    }

    /// Returns the text that stands for a person in a set-aside file; [`Key::unmask`] reads it back.
    #[must_use]
    pub fn mask(&self, pseudonym: Pseudonym) -> String {
        format!("{TOKEN}{}-{pseudonym}", self.fingerprint())
    }

    /// Returns whether the cell is a person masked under this key.
    #[must_use]
    pub fn has_masked(&self, cell: &str) -> bool {
        matches!(self.unmask(cell), Ok(Some(_)))
    }

    /// Returns the pseudonym in a masked person of this key; `None` where the cell is no masked person.
    ///
    /// # Errors
    /// [`ErrorKind::BadKey`] where the person was masked under another key.
    pub fn unmask(&self, cell: &str) -> Result<Option<Pseudonym>> {
        let Some((print, digits)) = cell.strip_prefix(TOKEN).and_then(|rest| rest.split_once('-')) else { return Ok(None) };
        let Ok(pseudonym) = u128::from_str_radix(digits, 16) else { return Ok(None) };
        if digits.len() != 32 || print.len() != 8 {
            return Ok(None);
        }
        if print != self.fingerprint() {
            return Err(ErrorKind::BadKey {
                expected: format!("the key {print} that masked the persons of this set-aside file, found the key {}", self.fingerprint()),
                position: Position::default(),
                remedy: "open it with the key= or YIJIN_KEY_FILE of the run that wrote it".to_owned(),
            }
            .into());
        }
        Ok(Some(Pseudonym(pseudonym)))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.fingerprint())
    }
}

/// Returns whether the spelling is its own normal form: upper-case ASCII letters, digits, `_`, too short for a phone with a prefix.
fn is_plain(spelt: &str) -> bool {
    spelt.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'_')
        && !(spelt.starts_with("86") && spelt.len() == 13)
        && !(spelt.starts_with("0086") && spelt.len() == 15)
}

/// Returns the one spelling of a phone or ID number: half width, no spaces or hyphens in digits, no +86, `x` as `X`; of anything else, NFKC without white space.
#[must_use]
pub fn normal_person(spelt: &str) -> String {
    let text: String = spelt.nfkc().filter(|c| !c.is_whitespace()).collect();
    let bare: String = text.chars().filter(|c| !matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '(' | ')')).collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    for prefix in ["0086", "86"] {
        if let Some(phone) = digits.strip_prefix(prefix)
            && phone.len() == 11
            && phone.starts_with('1')
            && number(phone)
        {
            return phone.to_owned();
        }
    }
    if !digits.is_empty() && number(digits) {
        return digits.to_owned();
    }
    match bare.strip_suffix(['x', 'X']) {
        Some(head) if head.len() == 17 && number(head) => format!("{head}X"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_person_are_one() {
        let key = Key::new(b"0123456789abcdef").unwrap();
        let one = |spelt: &str| key.pseudonym(Domain::Household, spelt);
        for spelt in ["+86 138 0000 0002", "138-0000-0002", "８６13800000002", "0086 13800000002", " 13800000002 "] {
            assert_eq!(one(spelt), one("13800000002"), "{spelt}");
        }
        assert_eq!(one("99990119900307002x"), one("9999 0119 9003 0700 2X"));
        assert_ne!(one("A-1"), one("A1"));
        assert_ne!(one("13800000002"), key.pseudonym(Domain::Organizer, "13800000002"));
    }

    #[test]
    fn a_masked_person_is_read_back_under_its_key_alone() {
        let key = Key::new(b"0123456789abcdef").unwrap();
        let person = key.pseudonym(Domain::Household, "13800000002");
        assert_eq!(key.unmask(&key.mask(person)).unwrap(), Some(person));
        assert_eq!(key.unmask("13800000002").unwrap(), None);
        assert!(key.has_masked(&key.mask(person)) && !key.has_masked("13800000002"));
        assert!(Key::new(b"another key of 16").unwrap().unmask(&key.mask(person)).is_err());
        assert!(!format!("{key:?}").contains("0123"));
    }
}
