"""Who sent the document and to whom it went: names, addresses, numbers."""
