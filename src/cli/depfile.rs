//! Figures and the files they came from → rules that Make and Ninja read.

use std::iter::repeat_n;
use std::path::Path;

use super::CallError;

/// One rule: these figures are made again when one of these files changes.
pub struct Rule<'a> {
    /// Figures.
    pub targets: Vec<&'a Path>,
    /// The map and the font files read for it.
    pub sources: Vec<&'a Path>,
}

/// The rules as the text of a depfile.
pub fn write(rules: &[Rule]) -> Result<Vec<u8>, CallError> {
    let mut text = Vec::new();
    for rule in rules {
        for (number, target) in rule.targets.iter().enumerate() {
            if number > 0 {
                text.push(b' ');
            }
            escape(target, true, &mut text)?;
        }
        text.push(b':');
        for source in &rule.sources {
            text.extend_from_slice(b" \\\n  ");
            escape(source, false, &mut text)?;
        }
        text.push(b'\n');
    }
    Ok(text)
}

/// A path with the signs escaped that GNU Make gives a meaning ("Rule Syntax", "Pattern Rules"): `$` is doubled; a
/// blank, `#`, `:` and in a target `%` get a backslash, and so does every backslash that stands before one of these.
fn escape(path: &Path, target: bool, text: &mut Vec<u8>) -> Result<(), CallError> {
    let mut backslashes = 0;
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\n' | b'\r' => {
                return Err(CallError::new(format!(
                    "{path:?} has a line break in its name, and a depfile cannot name it"
                )));
            }
            b'$' => text.push(b'$'),
            b' ' | b'\t' | b'#' | b':' => text.extend(repeat_n(b'\\', backslashes + 1)),
            b'%' if target => text.extend(repeat_n(b'\\', backslashes + 1)),
            _ => {}
        }
        backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
        text.push(byte);
    }
    // The blank or line end that follows the name would be taken for a part of it.
    text.extend(repeat_n(b'\\', backslashes));
    Ok(())
}
