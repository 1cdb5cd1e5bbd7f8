"""Drafting: scenario + document + facts + edits -> a Statement whose every sentence knows what it rests on."""
