//! Benches of the yijin crates; see the `[[bench]]` targets beside this file.
