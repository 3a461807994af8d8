//! Boxes and links → orthogonal paths that touch nothing but their own ends.
