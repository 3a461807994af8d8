//! The command `thememap`.

use std::process::ExitCode;

fn main() -> ExitCode {
    thememap::cli::run(std::env::args_os())
}
