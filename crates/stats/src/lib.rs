//! Placeholder page, replaced below.
