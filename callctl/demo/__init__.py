"""The demonstration: a stack of its own, three users, their contacts called by the simulator, every outcome checked."""
