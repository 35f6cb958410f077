"""Sample documents with exact truth: `python -m tools.samples --help`.

Invoices, receipts, forms and tickets in many layouts and eight languages, as digital PDFs, scans and photographs. What is
printed is in the truth, and nothing else. The same seed makes the same documents on any machine with the same typefaces
and versions of the drawing libraries.
"""
