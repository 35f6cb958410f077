"""Training of what ships: offline, never needed to run the program."""
