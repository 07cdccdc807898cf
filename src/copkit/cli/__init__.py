"""The only place that composes, prints, reads the clock and exits."""
