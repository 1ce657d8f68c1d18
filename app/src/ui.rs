//! The design system: generic, accessible widgets that know nothing of the product.
//!
//! Each widget follows the WAI-ARIA Authoring Practices and has a style sheet of its name in `style/ui/`.
//! Colours, distances and sizes come from `style/tokens.css`. A parent spaces its children; no widget has
//! an outer margin.

pub mod banner;
pub mod boot;
pub mod button;
pub mod card;
pub mod dialog;
pub mod dom;
pub mod field;
pub mod icon;
pub mod id;
pub mod key_values;
pub mod menu;
pub mod status;
