"""Document types as Pydantic models: the program's only interface to meaning.

Imported as `extractor.schemas`; a bare `import schemas` would make a second, different set of the same classes.
"""

if __name__ != "extractor.schemas":
    raise ImportError("import extractor.schemas, not schemas: the folder is a part of the extractor package")
