"""Plan and run the gatherings that keep a community of practice alive."""

__version__ = "0.1.0"
