"""Invoices, receipts, tickets and forms to validated records."""
