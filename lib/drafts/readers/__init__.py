"""Bytes of an official document → its lines and tables. One module for each kind of file."""

from lib.drafts.readers.reading import read_document

__all__ = ["read_document"]
