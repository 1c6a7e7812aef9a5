"""Plain values: JSON, bytes, and by pickle what nothing else can store."""
