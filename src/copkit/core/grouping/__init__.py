"""Who sits with whom: rounds in small groups."""
