"""Templates that ship with the program, one YAML file each; read through `extractor.catalog`."""
