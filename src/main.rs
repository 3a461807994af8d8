//! The command `thememap`.

fn main() {}
