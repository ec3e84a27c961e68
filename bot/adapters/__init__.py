"""Everything that touches the outside: files, networks, clocks and platforms."""
