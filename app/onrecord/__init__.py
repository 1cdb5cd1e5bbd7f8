"""onrecord: an offline drafting desk for the first hours of a crisis."""

__version__ = "0.1.0"
