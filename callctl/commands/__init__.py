"""The commands of callctl; each module adds its own to the application by `register`."""
