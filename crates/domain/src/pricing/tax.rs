//! Tax of a line: net and tax make gross, exactly.
