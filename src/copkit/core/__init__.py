"""The craft: pure; no files, no clock, no unseeded chance, no formats."""
