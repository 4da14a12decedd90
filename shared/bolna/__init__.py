"""The one adapter to Bolna: what it says (`execution`, `agents`), what we ask of it (`provider`, `client`), what its
answers prove (`evidence`).
"""
