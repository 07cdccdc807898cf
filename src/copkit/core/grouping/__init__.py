"""Groups: who meets whom, and who works with whom."""
