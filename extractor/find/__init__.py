"""From readings to candidates: one file for each source of evidence."""
