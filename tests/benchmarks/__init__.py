"""How fast it is, as ratios against the bare thing within one run. Machines are noisy: nothing here fails on a time."""
