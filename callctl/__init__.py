"""The command line: the embedded stack and an operator's tools."""
