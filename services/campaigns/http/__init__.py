"""The HTTP face: who asks, what they may, what is wrong with what they sent, and the answers."""
