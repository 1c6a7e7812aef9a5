"""What ``store.json`` says: which store a folder is, and its limit."""
