"""Content: the strict reading of scenarios, questions, documents, rules and model cards from TOML files."""
