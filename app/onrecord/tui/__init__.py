"""Textual screens and widgets. No business rules: they show a session and call the desk."""
