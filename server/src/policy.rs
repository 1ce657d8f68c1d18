//! Policies in the language of AWS IAM.

pub mod managed;
