"""What needs a second look: web addresses that lead nowhere, and checks that have grown old.

    links -> fetch (by guard) -> state -> board (one rolling issue for a county; the state on a branch of its own)

A machine only tells: it closes nothing, deletes nothing, and calls nothing wrong that it cannot be sure of.
"""
