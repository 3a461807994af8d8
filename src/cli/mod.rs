//! Arguments → one of the commands: the only place that touches files, the terminal and the environment.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

mod attempt;
mod batch;
mod check;
mod depfile;
mod describe;
mod diff;
mod epoch;
mod eyes;
pub mod fonts;
mod journal;
mod journals;
mod look;
mod new;
mod numbered;
mod previous;
mod render;
mod report;
mod revision;
mod series;
mod source;
mod styles;
pub mod system_fonts;
mod target;
mod terminal;
mod verdict;
mod versions;
mod write;

use look::Look;
use terminal::Terminal;

/// Thematic maps for qualitative thematic analysis: a short text file becomes the figure of the paper
#[derive(Parser)]
#[command(name = "thememap", version, disable_help_subcommand = true, after_help = START)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    news: News,
}

const START: &str = "\
To begin:
  thememap new study.toml       write a commented map to start from
  thememap render study.toml    draw it: study.svg and study.png
  thememap describe study.toml  say it in words: alternative text, caption, description, table
  thememap diff old.toml study.toml  say what changed since an earlier version

Exit codes: 0 done, 1 a map or a check fails, 2 the call or a file is wrong.";

#[derive(Subcommand)]
enum Command {
    Render(render::Render),
    Check(check::Check),
    Describe(describe::Describe),
    Diff(diff::Diff),
    Journals(journals::Journals),
    New(new::New),
    Series(series::Series),
    Styles(styles::Styles),
}

/// What is said on standard error.
#[derive(clap::Args)]
struct News {
    /// Say more: the layout and why it was chosen, the size, the time of each stage
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Colour messages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: clap::ColorChoice,
}

/// A call that cannot be done, or a file that cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CallError {
    /// What is wrong, one sentence.
    message: String,
    /// What to do about it, one sentence each.
    hints: Vec<String>,
}

impl CallError {
    fn new(message: impl Into<String>) -> Self {
        CallError { message: message.into(), hints: Vec::new() }
    }

    /// The same error, with the name of what it is about in front.
    fn about(mut self, name: &str) -> Self {
        self.message = format!("{name}: {}", self.message);
        self
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// What the exit code says, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// All is done.
    Done,
    /// A map has mistakes or cannot fit, or a figure is not what its map gives.
    MapFails,
    /// Two maps are not the same, and the call asked to be told by the exit code.
    Differs,
    /// The call is wrong, or a file cannot be read or written.
    CallFails,
}

impl Status {
    fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Status::Done => 0,
            Status::MapFails | Status::Differs => 1,
            Status::CallFails => 2,
        })
    }
}

/// Runs the command with these arguments, the first of which is the command's own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::command().try_get_matches_from(arguments).and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version arrive here too; a reader that has gone away does not mind.
            let _ = answer.print();
            return if answer.use_stderr() { Status::CallFails.code() } else { ExitCode::SUCCESS };
        }
    };
    let terminal = Terminal::new(cli.news.color, cli.news.quiet, cli.news.verbose);
    let status = match &cli.command {
        Command::Render(render) => render::run(render, &terminal),
        Command::Check(check) => check::run(check, &terminal),
        Command::Describe(describe) => describe::run(describe, &terminal),
        Command::Diff(diff) => diff::run(diff, &terminal),
        Command::Journals(journals) => journals::run(journals).map(|()| Status::Done),
        Command::Series(series) => series::run(series, &terminal),
        Command::New(new) => new::run(new, &terminal).map(|()| Status::Done),
        Command::Styles(styles) => styles::run(styles).map(|()| Status::Done),
    };
    let status = status.unwrap_or_else(|error: CallError| {
        terminal.error(&error);
        Status::CallFails
    });
    status.code()
}
