"""What keeps a store small and whole: trash, clean-up, verification."""
