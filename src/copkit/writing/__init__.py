"""Core types into documents; files.py alone touches the disk."""
