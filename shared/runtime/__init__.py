"""What every service process does: lead or stand by, take in events, answer questions, stop in order."""
