"""Tensors, as safetensors files."""
