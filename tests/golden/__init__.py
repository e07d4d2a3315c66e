"""The golden data set: an invented directory, and every file that must come of it."""
