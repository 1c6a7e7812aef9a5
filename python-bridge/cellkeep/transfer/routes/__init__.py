"""The routes to the store, one file each."""
