"""What objects show of themselves, kept where the objects are not."""
