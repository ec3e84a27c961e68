"""What a member can ask for, one file each; every feature gives its part of the menu."""
