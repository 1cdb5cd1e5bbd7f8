"""The labelled sentences that the checks learned their weights from, and how."""
