//! Campaign files.

use crate::error::Raised;
use crate::guard::guarded;
use pyo3::prelude::*;
use std::path::PathBuf;

/// A campaign.
#[pyclass(frozen, module = "yijin._native")]
pub struct Campaign(pub yijin::Campaign);

#[pymethods]
impl Campaign {
    /// The 2019 campaign.
    #[staticmethod]
    fn community_power() -> PyResult<Self> {
        guarded(|| Ok(Self(yijin::Campaign::community_power())))
    }

    /// The campaign of a TOML file.
    #[staticmethod]
    fn load(path: PathBuf) -> PyResult<Self> {
        guarded(|| yijin::Campaign::load(&path).raised().map(Self))
    }

    /// The campaign of a TOML text.
    #[staticmethod]
    fn parse(text: &str) -> PyResult<Self> {
        guarded(|| yijin::Campaign::parse(text, "campaign").raised().map(Self))
    }

    /// The campaign as TOML.
    fn to_toml(&self) -> PyResult<String> {
        guarded(|| self.0.to_toml().raised())
    }

    /// The campaign as JSON.
    fn to_json(&self) -> PyResult<String> {
        guarded(|| self.0.to_json().raised())
    }
}
