"""A cluster on the loopback, the load on it, what falls meanwhile, and the books that must be right afterwards."""
