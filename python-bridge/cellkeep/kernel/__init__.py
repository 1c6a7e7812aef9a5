"""Cellkeep inside IPython and Jupyter kernels."""
