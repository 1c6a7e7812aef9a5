"""The viewers, each on real files of its kind."""
