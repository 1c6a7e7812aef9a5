"""What an archive's page opens of an artifact: a document for each, made in a process that may die.

Nothing in a document can act: its policy lets only our own script run, where it has one, and what
others wrote of HTML stands in a sandboxed frame without any.
"""
