"""Which statements are about the same happening, whatever outlet, name and language they are told in."""
