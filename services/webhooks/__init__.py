"""What Bolna tells us."""
