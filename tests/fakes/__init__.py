"""Hand-written stand-ins for ports."""
