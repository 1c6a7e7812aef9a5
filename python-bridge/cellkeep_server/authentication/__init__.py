"""Tokens and grants for the kernels of this server, and the file that tells kernels of them."""
