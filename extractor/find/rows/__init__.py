"""Rows of tables and of ruled or free lists: line items, tax tables, legs of a journey."""
