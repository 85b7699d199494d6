"""One file for each way to fuse what many sources say into one value."""
