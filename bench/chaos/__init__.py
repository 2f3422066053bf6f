"""Kill the parts of a running house at random, and look whether anything was lost or doubled."""
