"""How a simulated call goes: pure functions of a number, a profile and a seeded draw."""
