"""The door without an account: forms of the site in, proposals to a forge out, each exactly once (docs/relay.md)."""
