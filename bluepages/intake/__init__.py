"""Proposals that come in: from a GitHub issue form to a checked change, an answer, a branch and a pull request.

    event -> parse -> proposal -> outcome (the Book with it, checked) -> reply, describe -> handle (through a Forge)

Everything but `githubforge`, `localforge` and `gitbranch` is pure.
"""
