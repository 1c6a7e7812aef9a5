"""What IPython displays, and what it came from."""
