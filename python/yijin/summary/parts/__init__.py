"""The parts of a summary, one module each."""
