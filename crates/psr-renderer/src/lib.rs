//! A decision record becomes written reasoning in several formats.
