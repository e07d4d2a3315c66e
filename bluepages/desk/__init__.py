"""The steward's desk: record a check, say that two are two, make one of two. Texts are made here, written by `cli`."""
