//! Arguments, files and the terminal: the only place that touches them.
