"""Each peer called as its own documentation says, printing records in this project's shape. Run with the peer's own interpreter;
nothing of this project is imported here."""
