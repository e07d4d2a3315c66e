"""Two Books, and what changed between them, in words that need no knowledge of YAML."""
