"""The queue, the concurrency slots, calling windows and turns."""
