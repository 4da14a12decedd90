"""The stand-in for Bolna: speaks its API, lives its calls, sends its webhooks, keeps the truth of what was placed."""
