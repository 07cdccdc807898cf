"""Word files: a document that a person can go on with."""

from copkit.writing.word.file import word_file

__all__ = ["word_file"]
