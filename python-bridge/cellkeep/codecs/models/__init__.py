"""Trained models, each by the format of its own library; none is a pickle.

These codecs are entry points of this package in ``pyproject.toml``, as another package's are.
They import a library only when a model of it is saved or loaded.
"""
