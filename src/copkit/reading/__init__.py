"""What people wrote into core types."""
