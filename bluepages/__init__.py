"""Blue Pages: the open directory of human services, kept in Git by its community."""
