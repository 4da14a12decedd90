"""What the services share: contracts, event store, messaging, run time, the adapter to Bolna."""
