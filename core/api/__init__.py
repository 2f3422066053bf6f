"""The bases of the REST surface, and the kernel's own resources."""
