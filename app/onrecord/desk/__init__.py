"""The desk: what a person can do, one module per use case, plain functions over frozen values."""
