"""The benchmarks: `make bench DATA=folder` runs this program and its peers over sets of documents and writes docs/benchmarks.md."""
