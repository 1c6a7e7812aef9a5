"""Where code runs: which kernel, notebook, cell and commit, and what was loaded there."""
