"""The outside: files, the command line, the playground, the platforms."""
