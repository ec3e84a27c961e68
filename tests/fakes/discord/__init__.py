"""Discord on this machine: its REST and gateway wires, small and strict, for the real discord.py to talk to."""
