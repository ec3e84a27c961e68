"""What the bot knows and decides: no input or output, no clock, no platform."""
